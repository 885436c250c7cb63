/* What the keys do. They move the real focus, so that whoever listens hears where they are. */

const HELP = "/help/reading";
const REPLIES = "article.reply";
const ROWS = ".discussion-row__link, .search-result__link, .event__title, .told__link";
const WRITING = "input, textarea, select, [contenteditable]";

const all = (chosen) => [...document.querySelectorAll(chosen)].filter((one) => one.checkVisibility());

/* Replies, or else the rows of a list. */
const steps = () => {
  const replies = all(REPLIES);
  return replies.length ? replies : all(ROWS);
};

/* Where one is: at what has the focus, or between what is above the window's edge and beneath it. */
const placeIn = (things) => {
  const at = things.findIndex((one) => one.contains(document.activeElement));
  if (at >= 0) return [at - 1, at + 1];
  const under = things.findIndex((one) => one.getBoundingClientRect().top >= 0);
  const next = under < 0 ? things.length : under;
  return [next - 1, next];
};

const go = (thing) => {
  if (!thing) return;
  /* A reply is shown as where one is, and its address is at hand; going back leaves the page. */
  if (thing.matches(REPLIES)) location.replace(`#${thing.id}`);
  thing.focus();
};

const step = (forwards) => {
  const things = steps();
  go(things[placeIn(things)[forwards]]);
};

const nextNew = () => {
  const replies = all(REPLIES);
  const [, next] = placeIn(replies);
  const found = replies.slice(next).find((one) => one.querySelector(".reply__new"));
  if (found) go(found);
  else document.querySelector(".newer__link")?.click();
};

const reply = () => {
  const link = document.activeElement.closest(REPLIES)?.querySelector('.actions a[href$="/reply"]');
  const area = document.querySelector(".writing [contenteditable], .writing textarea");
  if (link) link.click();
  else if (area) area.focus();
  else document.querySelector(".discussion .actions .button")?.click();
};

const search = () => {
  const [field] = all('main input[type="search"], input[type="search"]');
  if (field) field.focus();
  else location.assign("/search");
};

const help = async () => {
  const answer = await fetch(HELP);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const box = document.createElement("dialog");
  box.className = "keys-box stack";
  const close = document.createElement("button");
  Object.assign(close, { className: "button", textContent: "Close" });
  close.addEventListener("click", () => box.close());
  const heading = page.getElementById("shortcuts");
  /* A small window begins where the list does. */
  Object.assign(heading, { tabIndex: -1, autofocus: true });
  box.setAttribute("aria-labelledby", heading.id);
  box.append(heading, page.querySelector("[data-shortcuts-list]"), close);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
};

const KEYS = {
  j: () => step(1),
  k: () => step(0),
  n: nextNew,
  r: reply,
  "/": search,
  "?": () => help().catch(() => location.assign(HELP)),
};

export const listen = (wish) => {
  addEventListener("keydown", (event) => {
    const isMeant = !(event.ctrlKey || event.altKey || event.metaKey || event.isComposing);
    if (!isMeant || event.defaultPrevented || event.target.closest?.(WRITING)) return;
    const act = Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (!act || wish() !== "on" || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    act();
  });
};

/* For a visitor, whose choice this browser keeps. */
export const offer = (place, wish) => {
  const button = document.createElement("button");
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  Object.assign(button, { type: "button", className: "button" });
  const name = () => {
    button.textContent = wish() === "on" ? "Switch them off" : "Switch them on";
  };
  button.addEventListener("click", () => {
    try {
      localStorage.setItem("shortcuts", wish() === "on" ? "off" : "on");
      said.textContent = wish() === "on" ? "They are on in this browser." : "They are off.";
    } catch {
      said.textContent = "This browser keeps nothing for us, so they stay off.";
    }
    name();
  });
  name();
  place.className = "form__actions";
  place.append(button, said);
};
