/* posting — a reply is posted without leaving its discussion; what that takes is fetched once somebody
   begins to write.
   Without it: the form is sent, and the page comes anew with the reply on it. */

for (const place of document.querySelectorAll('[data-behaviour~="posting"]')) {
  const form = place.querySelector("form");
  const begin = () => import("./asked/posting.js").then(({ follow }) => follow(form));
  form.addEventListener("focusin", () => begin().catch(() => {}), { once: true });
}
