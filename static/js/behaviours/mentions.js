/* mentions — whoever writes an `@` and the beginning of a name chooses among neighbours.
   Without it: names are written out, and mean the same.
   While the list is there the text is a combobox; nothing is chosen before an arrow is pressed, so
   that Enter and Tab do what they always do. */

const PAUSE = 150; /* milliseconds */
const BEGUN = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N}'’.-]+(?: [\p{L}\p{N}'’.-]*)?)$/u;

const follow = (place) => {
  const list = document.createElement("ul");
  list.className = "mentions";
  list.id = "mentions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Neighbours");
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  place.append(said);
  let area = null;
  let active = null;
  let timer = 0;
  let asking = new AbortController();

  /* What has been begun just before the caret, and where in its text it is. */
  const begun = () => {
    const { anchorNode, anchorOffset, isCollapsed } = getSelection();
    if (!isCollapsed || anchorNode?.nodeType !== Node.TEXT_NODE) return null;
    if (anchorNode.parentElement.closest("a, blockquote, code, pre")) return null;
    const [, words] = BEGUN.exec(anchorNode.data.slice(0, anchorOffset)) ?? [];
    return words ? { node: anchorNode, end: anchorOffset, words } : null;
  };

  const activate = (option) => {
    active?.setAttribute("aria-selected", "false");
    active = option;
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    if (active) area.setAttribute("aria-activedescendant", active.id);
    else area?.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    clearTimeout(timer);
    asking.abort();
    if (!list.isConnected) return;
    activate(null);
    list.remove();
    said.textContent = "";
    area.setAttribute("role", "textbox");
    for (const name of ["aria-expanded", "aria-controls", "aria-autocomplete", "aria-haspopup"]) {
      area.removeAttribute(name);
    }
  };

  const choose = (option) => {
    const at = begun();
    close();
    if (!at) return;
    const from = at.end - at.words.length;
    const written = `${option.dataset.write}\u00a0`;
    at.node.replaceData(from, at.words.length, written);
    getSelection().collapse(at.node, from + written.length);
  };

  const optionOf = ({ name, address, write }, nth) => {
    const option = document.createElement("li");
    option.id = `mentions-${nth}`;
    option.className = "mentions__name";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.write = write;
    const quiet = document.createElement("span");
    quiet.className = "quiet";
    quiet.textContent = ` @${address}`;
    option.append(name, quiet);
    /* A press must not take the caret out of the text. */
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => choose(option));
    return option;
  };

  const open = (names, at) => {
    activate(null);
    list.replaceChildren(...names.map(optionOf));
    const range = document.createRange();
    range.setStart(at.node, at.end - at.words.length);
    const caret = range.getBoundingClientRect();
    const around = place.getBoundingClientRect();
    place.append(list);
    const room = around.width - list.offsetWidth;
    list.style.insetInlineStart = `${Math.max(0, Math.min(caret.left - around.left, room))}px`;
    list.style.insetBlockStart = `${caret.bottom - around.top}px`;
    area.setAttribute("role", "combobox");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-controls", list.id);
    area.setAttribute("aria-expanded", "true");
    said.textContent = names.length === 1 ? "1 neighbour" : `${names.length} neighbours`;
  };

  const ask = async () => {
    const wanted = begun();
    if (!wanted) return;
    asking = new AbortController();
    const address = new URL(place.dataset.names, location);
    address.searchParams.set("begins", wanted.words);
    try {
      const answer = await fetch(address, { signal: asking.signal });
      const { names } = await answer.json();
      const now = begun();
      if (now?.words !== wanted.words) return;
      if (names.length) open(names, now);
      else close();
    } catch {
      /* Typed on, or away from the net: names can be written out. */
    }
  };

  const move = (step) => {
    const options = [...list.children];
    const next = options.indexOf(active) + step;
    activate(options.at(active || step > 0 ? next % options.length : -1));
  };

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: close,
    Enter: () => active && choose(active),
    Tab: () => active && choose(active),
  };

  place.addEventListener("input", (event) => {
    if (!event.target.isContentEditable) return;
    area = event.target;
    clearTimeout(timer);
    asking.abort();
    if (begun()) timer = setTimeout(ask, PAUSE);
    else close();
  });
  place.addEventListener(
    "keydown",
    (event) => {
      if (!list.isConnected || event.isComposing || !(event.key in keys)) return;
      if (!active && ["Enter", "Tab"].includes(event.key)) {
        close();
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    },
    true,
  );
  place.addEventListener("focusout", close);
};

for (const place of document.querySelectorAll('[data-behaviour~="mentions"]')) follow(place);
