"""Strangers' pictures: what is taken, and what is left of it."""

import io
import struct
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import ExifTags, Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from harringay import pictures
from harringay.pictures import Picture, PictureRefused
from tests.harringay.drawing import (
    BLUE,
    PIXEL_CHUNKS,
    RED,
    as_image,
    chunks,
    encoded,
    is_red,
    looks_like,
    orientation,
    plain,
    red_corner,
)


class TestReencode:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_takes_the_four_kinds_and_gives_webp(self, kind):
        picture = pictures.reencode(plain(kind=kind), sizes=[640])[640]

        assert picture[1:] == (40, 20)
        assert looks_like(as_image(picture), Image.new("RGB", (40, 20), RED))

    @pytest.mark.parametrize("kind", ["BMP", "TIFF", "ICO", "PPM", "PDF", "EPS", "JPEG2000"])
    def test_takes_no_other_kind(self, kind):
        with pytest.raises(PictureRefused, match="choose a JPEG, PNG, WebP or GIF"):
            pictures.reencode(plain(kind=kind), sizes=[640])

    @pytest.mark.parametrize(
        "text", [b"<svg onload='alert(1)'/>", b"<!doctype html>", b"GIF89a", b"-"]
    )
    def test_goes_by_the_content_whatever_the_name(self, text):
        with pytest.raises(PictureRefused, match="choose a JPEG, PNG, WebP or GIF"):
            pictures.reencode(text, sizes=[640])

    def test_draws_every_size_and_enlarges_none(self):
        drawn = pictures.reencode(plain(size=(800, 400)), sizes=[1600, 640, 96])

        assert {size: picture[1:] for size, picture in drawn.items()} == {
            1600: (800, 400),
            640: (640, 320),
            96: (96, 48),
        }

    def test_a_square_is_the_middle_at_exactly_the_size(self):
        image = Image.new("RGB", (90, 30), BLUE)
        image.paste(RED, (30, 0, 60, 30))

        picture = pictures.reencode(encoded(image, "PNG"), sizes=[96], square=True)[96]

        assert picture[1:] == (96, 96)
        assert looks_like(as_image(picture), Image.new("RGB", (96, 96), RED))

    def test_a_crop_is_cut_from_the_upright_picture(self):
        data = encoded(red_corner(), "JPEG", exif=orientation(6), quality=95)

        picture = pictures.reencode(data, sizes=[640], crop=(16, 0, 32, 32))[640]

        assert looks_like(as_image(picture), Image.new("RGB", (16, 32), RED))

    def test_a_crop_stops_at_the_edge(self):
        picture = pictures.reencode(plain(), sizes=[640], crop=(30, -9, 10**30, 10))[640]
        assert picture[1:] == (10, 10)

    @pytest.mark.parametrize("crop", [(50, 0, 60, 10), (9, 9, 9, 9), (20, 10, 10, 20)])
    def test_a_crop_of_nothing_is_refused(self, crop):
        with pytest.raises(PictureRefused, match="outside the picture"):
            pictures.reencode(plain(), sizes=[640], crop=crop)

    def test_works_from_several_threads_at_once(self):
        with ThreadPoolExecutor(4) as threads:
            drawn = threads.map(lambda _: pictures.reencode(plain(), sizes=[9]), range(4))
        assert [list(each) for each in drawn] == [[9]] * 4


class TestPixels:
    @pytest.mark.parametrize("number", range(1, 9))
    def test_orientation_is_applied(self, number):
        data = encoded(red_corner(), "JPEG", exif=orientation(number), quality=95)
        expected = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))

        assert looks_like(as_image(pictures.reencode(data, sizes=[640])[640]), expected)

    def test_a_sideways_photograph_stands_up(self):
        data = encoded(red_corner(), "JPEG", exif=orientation(6), quality=95)
        upright = as_image(pictures.reencode(data, sizes=[640])[640])

        assert upright.size == (32, 64)
        assert is_red(upright, at=(24, 4))
        assert not is_red(upright, at=(4, 4))

    def test_notes_too_odd_to_rewrite_do_not_matter(self):
        # The maker's name given as a number: Pillow reads it and cannot write it.
        entries = struct.pack("<HHIf HHIHH", 271, 11, 1, 1.0, 274, 3, 1, 6, 0)
        odd = b"Exif\0\0II*\0\x08\0\0\0\x02\0" + entries + bytes(4)

        picture = pictures.reencode(encoded(red_corner(), "JPEG", exif=odd), sizes=[640])[640]

        assert picture[1:] == (32, 64)

    @pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
    def test_of_an_animation_only_the_first_frame_is_kept(self, kind):
        frames = [Image.new("RGB", (40, 20), colour) for colour in (RED, BLUE, RED)]
        data = encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)

        still = as_image(pictures.reencode(data, sizes=[640])[640])

        assert getattr(still, "n_frames", 1) == 1
        assert looks_like(still, frames[0])

    def test_ink_becomes_light(self):
        data = encoded(Image.new("CMYK", (40, 20), (0, 255, 255, 0)), "JPEG")
        picture = as_image(pictures.reencode(data, sizes=[640])[640])
        assert is_red(picture, at=(20, 10))

    def test_sixteen_bits_of_grey_stay_grey(self):
        data = encoded(Image.new("I;16", (40, 20), 32768), "PNG")
        picture = as_image(pictures.reencode(data, sizes=[640])[640])
        assert looks_like(picture, Image.new("RGB", (40, 20), (128, 128, 128)))

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
    def test_what_is_see_through_stays_so(self, mode):
        image = Image.new("RGBA", (40, 20), (255, 0, 0, 0)).convert(mode)
        picture = as_image(pictures.reencode(encoded(image, "PNG"), sizes=[640])[640])
        assert picture.getchannel("A").getextrema() == (0, 0)


class TestNotes:
    def test_where_and_when_a_photograph_was_taken_is_gone(self):
        exif = orientation(1)
        exif[ExifTags.Base.Artist] = "Asha of Wightman Road"
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 34.0, 41.0)
        notes = {"exif": exif, "xmp": b"<x>Asha</x>", "comment": b"Asha", "icc_profile": b"Asha"}

        webp = pictures.reencode(encoded(red_corner(), "JPEG", **notes), sizes=[640])[640].data

        assert chunks(webp) <= PIXEL_CHUNKS
        assert b"Asha" not in webp
        assert not as_image(Picture(webp, 40, 20)).getexif()

    def test_a_png_loses_its_text(self):
        notes = PngInfo()
        notes.add_text("Comment", "<script>alert('Asha')</script>")
        notes.add_itxt("XML:com.adobe.xmp", "<x>Asha</x>")
        data = encoded(red_corner(), "PNG", pnginfo=notes, exif=orientation(1))

        webp = pictures.reencode(data, sizes=[640])[640].data

        assert chunks(webp) <= PIXEL_CHUNKS
        assert b"Asha" not in webp

    def test_what_trails_the_picture_is_dropped(self):
        webp = pictures.reencode(plain() + b"<script>Asha</script>", sizes=[640])[640].data
        assert b"Asha" not in webp


class TestLimits:
    def test_an_empty_file_is_refused(self):
        with pytest.raises(PictureRefused, match="That file is empty"):
            pictures.reencode(b"", sizes=[640])

    def test_five_megabytes_are_taken_and_not_a_byte_more(self):
        most = plain().ljust(5 * 1024 * 1024, b"\0")

        assert pictures.reencode(most, sizes=[640])
        with pytest.raises(PictureRefused, match="up to 5 MB"):
            pictures.reencode(most + b"\0", sizes=[640])

    @pytest.mark.parametrize("size", [(10_001, 1), (1, 10_001), (5_001, 5_000), (9_000, 9_000)])
    def test_too_many_pixels_are_refused(self, size):
        data = encoded(Image.new("1", size), "PNG")
        with pytest.raises(PictureRefused, match="25 million pixels, and 10,000 on a side"):
            pictures.reencode(data, sizes=[640])

    @pytest.mark.parametrize("size", [(10_000, 1), (5_000, 5_000)])
    def test_as_many_as_allowed_are_taken(self, size):
        assert pictures.reencode(encoded(Image.new("1", size), "PNG"), sizes=[96], square=True)

    def test_an_animation_has_two_hundred_frames_at_most(self):
        frames = [Image.new("L", (2, 2), number) for number in range(201)]
        longest, longer = (
            encoded(frames[0], "GIF", save_all=True, append_images=frames[1:count])
            for count in (200, 201)
        )

        assert pictures.reencode(longest, sizes=[640])
        with pytest.raises(PictureRefused, match="up to 200 frames"):
            pictures.reencode(longer, sizes=[640])

    def test_a_flood_of_text_is_refused(self):
        notes = PngInfo()
        notes.add_text("Comment", "a" * 2_000_000, zip=True)
        with pytest.raises(PictureRefused, match="may be damaged"):
            pictures.reencode(encoded(red_corner(), "PNG", pnginfo=notes), sizes=[640])

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
    def test_half_a_picture_is_refused(self, kind):
        data = encoded(Image.effect_noise((99, 99), 90).convert("RGB"), kind)
        with pytest.raises(PictureRefused):
            pictures.reencode(data[: len(data) // 2], sizes=[640])
