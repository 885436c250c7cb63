/* pictures — a picture is sent as soon as it is described, and put where one was writing.
   Without it: the file goes with the form, and the picture stands at the end of the text as a line
   that can be moved. */

const LONGEST = 1600; /* pixels: the server keeps no more */

/* A photograph is made smaller before it is sent: a phone's is five times too large. */
const smaller = async (file) => {
  if (file.type !== "image/jpeg") return file;
  const photograph = await createImageBitmap(file);
  const scale = LONGEST / Math.max(photograph.width, photograph.height);
  if (scale >= 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(photograph.width * scale);
  canvas.height = Math.round(photograph.height * scale);
  canvas.getContext("2d").drawImage(photograph, 0, 0, canvas.width, canvas.height);
  return new Promise((made) => canvas.toBlob((blob) => made(blob ?? file), "image/jpeg", 0.9));
};

const keep = (box) => {
  const { form } = box.querySelector("[type=file]");
  const [file, words, decoration] = ["picture", "picture_words", "is_decoration"].map((name) =>
    form.elements.namedItem(name),
  );
  const add = box.querySelector("[name=add_picture]");
  const said = box.querySelector("[role=status]");
  let waiting = [];

  /* Of several pictures each is described for itself. */
  const choose = ([first, ...rest]) => {
    const chosen = new DataTransfer();
    if (first) chosen.items.add(first);
    file.files = chosen.files;
    waiting = rest;
    words.value = "";
    decoration.checked = false;
    if (first) words.focus();
  };

  const put = (picture) => {
    const added = new CustomEvent("added", { detail: picture, cancelable: true });
    if (!box.dispatchEvent(added)) return;
    const body = form.elements.namedItem("body");
    body.value = `${body.value.trimEnd()}\n\n${picture.line}\n`.trimStart();
  };

  const send = async () => {
    const sent = new FormData();
    const picture = file.files[0];
    sent.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
    if (picture) sent.set("picture", await smaller(picture).catch(() => picture), "picture");
    sent.set("picture_words", words.value);
    if (decoration.checked) sent.set("is_decoration", "on");
    const answer = await fetch(box.dataset.address, { method: "POST", body: sent });
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.refused);
    return told;
  };

  const addNow = async () => {
    if (add.getAttribute("aria-disabled")) return;
    add.setAttribute("aria-disabled", "true");
    said.textContent = "The picture is being sent.";
    try {
      put(await send());
      said.textContent = "The picture is in your text.";
      choose(waiting);
    } catch (refusal) {
      const isOurs = refusal.constructor === Error;
      said.textContent = isOurs ? refusal.message : "The picture could not be sent. Please try again.";
    } finally {
      add.removeAttribute("aria-disabled");
    }
  };

  add.addEventListener("click", (event) => {
    event.preventDefault();
    addNow();
  });
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    addNow();
  });
  file.addEventListener("change", () => words.focus());
  box.addEventListener("offered", (event) => {
    box.open = true;
    if (event.detail.length) choose(event.detail);
    else file.click();
  });
};

for (const box of document.querySelectorAll('[data-behaviour~="pictures"]')) keep(box);
