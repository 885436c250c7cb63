/* Brings a discussion that is being read up to date, from the page that the site shows now. */

const REPLIES = '[aria-labelledby="replies"]';
const FOLLOWS = 'form[action$="/follow"], form[action$="/unfollow"]';

export const pageIn = async (answer) =>
  new DOMParser().parseFromString(await answer.text(), "text/html");

/* What is folded away, and what is not, by the reply that it is of. */
const folds = (place) =>
  [...place.querySelectorAll("details")].map((one) => [
    `${one.parentElement.id} ${one.previousElementSibling?.id}`,
    one,
  ]);

const replace = (page, chosen) => {
  const theirs = page.querySelectorAll(chosen);
  document.querySelectorAll(chosen).forEach((ours, nth) => {
    if (theirs[nth]) ours.replaceChildren(...theirs[nth].childNodes);
  });
};

/* All that a reply changes about the page. What is folded away stays so. */
export const bringUpToDate = (page) => {
  const before = new Map(folds(document.querySelector(REPLIES)).map(([key, { open }]) => [key, open]));
  for (const chosen of [REPLIES, ".discussion__facts", "main > [role=status]:not(.newer)"]) replace(page, chosen);
  for (const [key, fold] of folds(document.querySelector(REPLIES))) {
    if (before.has(key)) fold.open = before.get(key);
  }
  const follows = page.querySelectorAll(FOLLOWS);
  document.querySelectorAll(FOLLOWS).forEach((ours, nth) => {
    if (follows[nth]) ours.replaceWith(follows[nth]);
  });
  const [newer, theirs] = [document, page].map((one) => one.querySelector(".newer"));
  newer.dataset.address = theirs.dataset.address;
  newer.replaceChildren();
};

/* Shows a reply that has come since, on this page; whether it is on this page. */
export const show = async (address) => {
  const answer = await fetch(address);
  const { pathname, search } = new URL(answer.url);
  if (!answer.ok || pathname + search !== location.pathname + location.search) return false;
  bringUpToDate(await pageIn(answer));
  return true;
};
