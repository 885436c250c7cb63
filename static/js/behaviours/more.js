/* more — the next page of a list is added beneath it, and whoever comes back, or has the page come
   anew, is where they were. Without it: the link leads to the next page. */

for (const turning of document.querySelectorAll('[data-behaviour~="more"]')) {
  const bring = () => import("./asked/more.js");
  const said = document.createElement("p");
  said.className = "visually-hidden";
  said.setAttribute("role", "status");
  turning.after(said);
  const next = turning.querySelector('[rel="next"]');
  if (next) next.textContent = "Show more";
  turning.addEventListener("click", (event) => {
    const link = event.target.closest('[rel="next"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    bring()
      .then(({ add }) => add(turning, link, said))
      .catch(() => location.assign(link.href));
  });

  const { row, top } = history.state ?? {};
  const links = [...(row ? turning.previousElementSibling.querySelectorAll("a") : [])];
  const link = links.find(({ href }) => href === row);
  if (link) {
    scrollBy(0, link.getBoundingClientRect().top - top);
    bring().then(({ watch }) => watch(turning));
  }
}
