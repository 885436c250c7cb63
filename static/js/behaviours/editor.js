/* editor — a textarea becomes a simple rich-text editor when somebody begins to write in it, or at
   once where it holds something already: nobody is to read tags.
   Without it: the textarea stays, and its plain text becomes paragraphs and links.
   Leaving by Tab is left alone, so nobody is trapped; Escape goes back to the toolbar.
   Pictures are the business of the behaviour of that name: what is pasted or dropped here is offered
   to it, and what it has added is put where one was writing. */

const COMMANDS = [
  { label: "Bold", tag: "B", on: (e) => e.bold(), off: (e) => e.removeBold() },
  { label: "Italic", tag: "I", on: (e) => e.italic(), off: (e) => e.removeItalic() },
  { label: "Underline", tag: "U", on: (e) => e.underline(), off: (e) => e.removeUnderline() },
  { label: "List", tag: "UL", on: (e) => e.makeUnorderedList(), off: (e) => e.removeList() },
  { label: "Numbers", tag: "OL", on: (e) => e.makeOrderedList(), off: (e) => e.removeList() },
  {
    label: "Quote",
    tag: "BLOCKQUOTE",
    on: (e) => e.increaseQuoteLevel(),
    off: (e) => e.decreaseQuoteLevel(),
  },
];

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

/* The addresses of our pictures, and a picture's line in plain text. */
const KEYS = /(?:\/media\/pictures\/|\[picture )([\w-]{22})/g;
const LINE = /\[picture ([\w-]{22})(?:: ?([^\]]*))?\]/;

/* Text as nodes, with an element for each picture. */
const nodesOf = (text) =>
  text.split(/(\[picture [\w-]{22}(?:: ?[^\]]*)?\])/).map((piece) => {
    const [, key, words] = LINE.exec(piece) ?? [];
    return key ? element("img", { src: `/media/pictures/${key}/640.webp`, alt: words ?? "" }) : piece;
  });

/* A blank line makes a paragraph and `>` a quotation, as the server does it. */
const blocksOf = (text) => text.split(/\n\s*\n/).map((block) => block.split("\n"));

const paragraph = (lines) =>
  element("p", {}, ...lines.flatMap((line, nth) => [...(nth ? [element("br")] : []), ...nodesOf(line)]));

const quotation = (lines) => {
  const inner = lines.map((line) => line.replace(/^> ?/, "")).join("\n");
  return element("blockquote", {}, ...blocksOf(inner).map(paragraph));
};

const paragraphs = (text) => {
  const isQuoted = (lines) => lines.every((line) => /^>( |$)/.test(line));
  const made = blocksOf(text).map((lines) => (isQuoted(lines) ? quotation : paragraph)(lines));
  return element("div", {}, ...made).innerHTML;
};

const button = (label, press) => {
  const made = element("button", { type: "button", className: "editor__tool" }, label);
  made.addEventListener("click", press);
  return made;
};

const commandButton = (editor, { label, tag, on, off }) => {
  const made = button(label, () => {
    (editor.hasFormat(tag) ? off : on)(editor);
    editor.focus();
  });
  editor.addEventListener("pathChange", () => {
    made.setAttribute("aria-pressed", String(editor.hasFormat(tag)));
  });
  made.setAttribute("aria-pressed", "false");
  return made;
};

const linkRow = (editor) => {
  const address = element("input", { type: "url", className: "field__input", id: "editor-link" });
  const label = element("label", { htmlFor: "editor-link" }, "Address of the link");
  const row = element("div", { className: "editor__link", hidden: true }, label, address);
  const add = () => {
    const typed = address.value.trim();
    row.hidden = true;
    address.value = "";
    if (typed) editor.makeLink(/^[a-z]+:/i.test(typed) ? typed : `https://${typed}`);
    /* What comes next is written after the link, and not over it. */
    const place = editor.getSelection();
    place.collapse(false);
    editor.setSelection(place).focus();
  };
  address.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      add();
    }
  });
  row.append(button("Add link", add));
  return row;
};

const toolbar = (editor) => {
  const link = linkRow(editor);
  const buttons = COMMANDS.map((command) => commandButton(editor, command));
  buttons.push(
    button("Link", () => {
      link.hidden = !link.hidden;
      if (!link.hidden) link.querySelector("input").focus();
    }),
  );
  const row = element("div", { className: "editor__toolbar" }, ...buttons);
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", "Formatting");
  return element("div", { className: "editor__tools" }, row, link);
};

/* Only pictures that were added to this text may stand in it: others would be left out of the post. */
const withoutStrangers = (fragment, keys) => {
  for (const image of fragment.querySelectorAll("img")) {
    const [, key] = /^\/media\/pictures\/([\w-]{22})\//.exec(image.getAttribute("src")) ?? [];
    if (!keys.has(key)) image.replaceWith(image.alt);
  }
  return fragment;
};

/* Pictures that are pasted alone or dropped are offered to be added, and so is a file by a button. */
const joinPictures = (editor, area, box, keys) => {
  const offer = (event, files) => {
    if (!files.length) return;
    event.preventDefault();
    event.stopPropagation();
    box.dispatchEvent(new CustomEvent("offered", { detail: [...files] }));
  };
  /* What is copied from a word processor brings a picture of itself. */
  const pasted = ({ types, files }) => (types.includes("text/plain") ? [] : files);
  area.addEventListener("paste", (event) => offer(event, pasted(event.clipboardData)), true);
  area.addEventListener("drop", (event) => offer(event, event.dataTransfer.files), true);
  box.addEventListener("added", (event) => {
    const { address, width, height, words } = event.detail;
    keys.add(address.split("/").at(-2));
    editor.insertImage(address, { alt: words, width, height });
    editor.focus();
    event.preventDefault();
  });
  return button("Picture", () => box.dispatchEvent(new CustomEvent("offered", { detail: [] })));
};

const areaFor = (textarea) => {
  const area = element("div", { className: "editor__text prose" });
  area.setAttribute("role", "textbox");
  area.setAttribute("aria-multiline", "true");
  const label = textarea.labels[0];
  if (label) {
    label.id ||= `${textarea.id}-label`;
    area.setAttribute("aria-labelledby", label.id);
    label.addEventListener("click", () => area.focus());
  }
  /* A link from what was wrong leads to where one writes. */
  area.id = textarea.id;
  textarea.id += "-sent";
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (textarea.hasAttribute(name)) area.setAttribute(name, textarea.getAttribute(name));
  }
  return area;
};

const mount = async (textarea) => {
  const [{ default: Squire }, { default: purify }] = await Promise.all([
    import("../vendor/squire.js"),
    import("../vendor/purify.js"),
  ]);
  const format = textarea.form.elements.namedItem("format");
  const area = areaFor(textarea);
  const box = textarea.form.querySelector('[data-behaviour~="pictures"]');
  const keys = new Set([...textarea.value.matchAll(KEYS)].map(([, key]) => key));
  const editor = new Squire(area, {
    blockTag: "P",
    sanitizeToDOMFragment: (html) =>
      withoutStrangers(
        purify.sanitize(html, { RETURN_DOM_FRAGMENT: true, FORBID_TAGS: ["style"] }),
        keys,
      ),
  });
  const write = () => {
    const isEmpty = !area.textContent.trim() && !area.querySelector("img");
    textarea.value = isEmpty ? "" : editor.getHTML();
    format.value = "html";
  };

  editor.setHTML(format.value === "html" ? textarea.value : paragraphs(textarea.value));
  editor.moveCursorToEnd();
  const tools = toolbar(editor);
  if (box) {
    tools.querySelector(".editor__toolbar").append(joinPictures(editor, area, box, keys));
  }
  textarea.before(element("div", { className: "editor" }, tools, area));
  textarea.hidden = true;
  textarea.required = false;
  for (const key of ["Tab", "Shift-Tab"]) editor.setKeyHandler(key, null);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tools.querySelector("button").focus();
  });
  editor.addEventListener("input", () => {
    write();
    textarea.dispatchEvent(new Event("change", { bubbles: true }));
  });
  textarea.form.addEventListener("submit", write);
  textarea.form.addEventListener("posted", () => editor.setHTML(""));
  return editor;
};

for (const textarea of document.querySelectorAll('[data-behaviour~="editor"] textarea')) {
  const begin = async () => {
    textarea.removeEventListener("focus", begin);
    const editor = await mount(textarea);
    editor.focus();
  };
  if (document.activeElement === textarea) begin();
  else if (textarea.value) mount(textarea);
  else textarea.addEventListener("focus", begin);
}
