"""Misago: categories, threads, posts; a thread's first post is its opening post."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.postgres.search import SearchVector
from django.db.models import Value
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from misago.acl.cache import clear_acl_cache
from misago.categories.models import Category
from misago.faker.categories import copy_acl_to_fake_category
from misago.markup import common_flavour
from misago.threads.checksums import update_post_checksum
from misago.threads.models import Post, Thread
from misago.users.models import User

from bench.peers import filling
from bench.peers.filling import Contents, Form

Text = tuple[str, str]


class Filled(filling.Filling):
    thread_model = Thread
    post_model = Post
    thread_key = "thread_id"
    # Its setting posts_per_page.
    per_page = 18

    def fill(self, contents: Contents) -> None:
        members = filling.members(contents.members)
        User.objects.update(avatars=_avatars())
        rooms = [_room(name) for name in contents.rooms]
        texts = [_rendered(body) for body in contents.bodies]
        for thread in contents.threads():
            saved = Thread(pk=thread.pk, category=rooms[thread.room], replies=len(thread.posts) - 1)
            saved.set_title(thread.title)
            posts = [
                self._post(saved, members[post.author], post.at, texts[post.body])
                for post in thread.posts
            ]
            saved.set_first_post(posts[0])
            saved.set_last_post(posts[-1])
            Thread.objects.bulk_create([saved])
            Post.objects.bulk_create(posts)
        for room in rooms:
            room.synchronize()
            room.save()
        clear_acl_cache()

    def index(self) -> None:
        """It searches in its database."""

    def listing(self) -> str:
        return Thread.objects.get(pk=filling.TWENTY).category.get_absolute_url()

    def thread(self, pk: int, page: int = 1) -> str:
        return Thread.objects.get(pk=pk).get_absolute_url(page)

    def search(self, word: str) -> str:
        """Its page asks this address for what it shows."""
        path = reverse("misago:api:search", kwargs={"search_provider": "threads"})
        return f"{path}?{urlencode({'q': word})}"

    def form(self, reader: Any) -> Form:
        for old in Thread.objects.filter(title=filling.TITLE):
            old.delete()
        thread = Thread(category=Thread.objects.get(pk=filling.TWENTY).category)
        thread.set_title(filling.TITLE)
        thread.started_on = thread.last_post_on = timezone.now()
        thread.starter_name, thread.starter_slug = reader.username, reader.slug
        thread.save()
        post = self._post(thread, reader, thread.started_on, _rendered("Here."))
        post.pk = None
        post.save()
        update_post_checksum(post)
        post.save(update_fields=["checksum"])
        thread.set_first_post(post)
        thread.set_last_post(post)
        thread.save()
        return Form(thread.get_posts_api_url(), text="post", status=200, fields={})

    def _post(self, thread: Thread, author: User, at: Any, text: Text) -> Post:
        post = Post(
            pk=next(self.post_ids),
            category=thread.category,
            thread=thread,
            poster=author,
            poster_name=author.username,
            original=text[0],
            parsed=text[1],
            posted_on=at,
            updated_on=at,
            search_document=text[0],
            search_vector=SearchVector(Value(text[0]), config=settings.MISAGO_SEARCH_CONFIG),
        )
        update_post_checksum(post)
        return post


def _avatars() -> list[dict[str, Any]]:
    """One picture for everybody, in every size: only its addresses are shown."""
    return [{"size": size, "url": "/media/a.png"} for size in settings.MISAGO_AVATARS_SIZES]


def _room(name: str) -> Category:
    """Open to everyone, as the category is that it comes with."""
    root = Category.objects.get(special_role="root_category")
    first = Category.objects.filter(parent=root).order_by("lft")[0]
    room = Category()
    room.set_name(name)
    room.insert_at(root, position="last-child", save=True)
    copy_acl_to_fake_category(first, room)
    Category.objects.clear_cache()
    return room


def _rendered(body: str) -> Text:
    request = RequestFactory(SERVER_NAME="127.0.0.1").get("/")
    return body, common_flavour(request, None, body, allow_mentions=False)["parsed_text"]
