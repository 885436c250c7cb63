/* crop — the chosen picture is shown, with the square of it that will be used; a press or a stroke
   moves the square, and the numbers beside it follow.
   Without it: the numbers alone say which square, and without them it is the middle. */

const LONGEST = 1600; /* pixels: more is of no use in so small a picture, and slow to send */
const SHOWN = 320; /* pixels, on the long side */
const OUTSIDE = 0.35; /* how much of what will be cut off is left to see */

const follow = (form) => {
  const [file, left, top, side] = ["picture", "left", "top", "side"].map((name) =>
    form.elements.namedItem(name),
  );
  const box = form.querySelector(".crop");
  const shown = document.createElement("canvas");
  shown.className = "crop__picture";
  shown.setAttribute("aria-hidden", "true");
  const brush = shown.getContext("2d");
  let picture = null;
  let scale = 1;

  const square = () => [left, top, side].map(({ valueAsNumber }) => valueAsNumber || 0);

  const draw = () => {
    if (!picture) return;
    const [x, y, size] = square();
    brush.clearRect(0, 0, shown.width, shown.height);
    brush.globalAlpha = OUTSIDE;
    brush.drawImage(picture, 0, 0, shown.width, shown.height);
    brush.globalAlpha = 1;
    const part = [x, y, size, size];
    brush.drawImage(picture, ...part, ...part.map((length) => length * scale));
  };

  const put = (x, y, size) => {
    const within = (wanted, most) => Math.round(Math.min(Math.max(wanted, 0), most));
    side.value = size;
    left.value = within(x, picture.width - size);
    top.value = within(y, picture.height - size);
    draw();
  };

  /* A phone's photograph is larger than we take. */
  const smaller = async (chosen) => {
    const whole = await createImageBitmap(chosen);
    const ratio = LONGEST / Math.max(whole.width, whole.height);
    if (ratio >= 1) return whole;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(whole.width * ratio);
    canvas.height = Math.round(whole.height * ratio);
    canvas.getContext("2d").drawImage(whole, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((made) => canvas.toBlob(made, "image/jpeg", 0.9));
    const sent = new DataTransfer();
    sent.items.add(new File([blob], "picture.jpg", { type: blob.type }));
    file.files = sent.files;
    return canvas;
  };

  const show = async () => {
    const [chosen] = file.files;
    picture = null;
    for (const field of [left, top, side]) field.value = "";
    shown.remove();
    if (!chosen) return;
    try {
      picture = await smaller(chosen);
    } catch {
      return; /* No picture: the site will say so. */
    }
    const { width, height } = picture;
    scale = Math.min(SHOWN / Math.max(width, height), 1);
    shown.width = Math.round(width * scale);
    shown.height = Math.round(height * scale);
    box.before(shown);
    const size = Math.min(width, height);
    put((width - size) / 2, (height - size) / 2, size);
  };

  const move = ({ offsetX, offsetY, buttons, type }) => {
    if (!picture || !(buttons & 1)) return;
    if (type === "pointerdown" && side.valueAsNumber === Math.min(picture.width, picture.height)) {
      /* All of it cannot be moved both ways: what is pressed on is wanted closer. */
      side.value = Math.round(side.valueAsNumber * 0.6);
    }
    const [, , size] = square();
    const ratio = picture.width / shown.clientWidth;
    put(offsetX * ratio - size / 2, offsetY * ratio - size / 2, size);
  };

  file.addEventListener("change", show);
  for (const field of [left, top, side]) field.addEventListener("input", draw);
  for (const type of ["pointerdown", "pointermove"]) shown.addEventListener(type, move);
};

for (const form of document.querySelectorAll('[data-behaviour~="crop"]')) follow(form);
