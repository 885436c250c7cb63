/* back — whoever follows an answer to what it answers is offered the way back, there.
   Without it: the browser's own Back leads to the answer. */

for (const place of document.querySelectorAll('[data-behaviour~="back"]')) {
  const offer = document.createElement("a");
  offer.className = "actions__link";
  offer.addEventListener("click", () => setTimeout(() => offer.remove()));

  place.addEventListener("click", ({ target }) => {
    const link = target.closest('.reply__when a[href^="#"]');
    const actions = link && document.querySelector(`${link.hash} .actions`);
    if (!actions) return;
    const answer = link.closest(".reply");
    offer.href = `#${answer.id}`;
    offer.textContent = `Back to reply ${/Reply (\d+)/.exec(answer.querySelector("h3").textContent)[1]}`;
    actions.prepend(offer);
  });
}
