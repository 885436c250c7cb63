/* Adds the next page of a list beneath it. While one reads on, the address is that of the page on
   which the first row stands that one sees; with it is kept which row that is, and where. */

import { pageIn } from "./thread.js";

const PAUSE = 200; /* milliseconds: browsers do not take each movement */
const PAGES = "Pages of ";

const addresses = new WeakMap();
let isBusy = false;

/* What a row is about; in some, who did it stands before that. */
const linkOf = (row) =>
  row.querySelector(':is(h2, h3) a, a[class$="__title"]') ?? row.querySelector("a");

const note = (list) => {
  const rows = [...list.children];
  const first = rows.find((row) => linkOf(row)?.getBoundingClientRect().top >= 0) ?? rows.at(-1);
  const link = first && linkOf(first);
  if (!link) return;
  const top = link.getBoundingClientRect().top;
  history.replaceState({ row: link.href, top }, "", addresses.get(first) ?? addresses.get(list));
};

export const watch = (turning) => {
  const list = turning.previousElementSibling;
  if (addresses.has(list)) return;
  addresses.set(list, location.href);
  history.scrollRestoration = "manual";
  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(note, PAUSE, list);
  });
  /* Whoever leaves by a row may have moved just now. */
  list.addEventListener("click", () => note(list), true);
};

/* What was shown before stays: so the way back is that of the first page, and the numbers are two. */
const turn = (turning, theirs) => {
  const [here, there] = [turning, theirs].map((one) => one.querySelector("[aria-current]"));
  turning.dataset.first ??= here.textContent.replace("Page ", "");
  here.textContent = `Pages ${turning.dataset.first} to ${there.textContent.replace("Page ", "")}`;
  here.href = there.href;
  const [old, next] = [turning, theirs].map((one) => one.querySelector('[rel="next"]'));
  if (next) old.href = next.href;
  else old.parentElement.remove();
};

const told = (count, label) => {
  const noun = label.replace(PAGES, "");
  return /^(what|whom) /.test(noun) ? `${count} more` : `${count} more ${noun}`;
};

export const add = async (turning, link, said) => {
  if (isBusy) return;
  isBusy = true;
  try {
    const list = turning.previousElementSibling;
    const page = await pageIn(await fetch(link.href));
    const theirs = page.querySelector('[data-behaviour~="more"]');
    watch(turning);
    /* What was last on a page is first on the next one when something new came in above. */
    const known = new Set([...list.children].map((row) => row.outerHTML));
    const rows = [...theirs.previousElementSibling.children].filter(
      (row) => !known.has(row.outerHTML),
    );
    for (const row of rows) addresses.set(row, link.href);
    turn(turning, theirs);
    list.append(...rows);
    if (rows.length) linkOf(rows[0])?.focus();
    said.textContent = told(rows.length, turning.getAttribute("aria-label"));
    note(list);
  } finally {
    isBusy = false;
  }
};
