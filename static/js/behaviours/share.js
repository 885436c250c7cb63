/* share — a link to a page is handed to whatever the phone shares with; elsewhere it is copied.
   Without it: the link leads to its page, whose address can be copied. */

const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");

const share = async (link) => {
  if (navigator.share) {
    await navigator.share({ title: document.querySelector("h1").textContent, url: link.href });
    return;
  }
  await navigator.clipboard.writeText(link.href);
  const words = link.firstChild;
  const before = words.data;
  words.data = "Copied";
  said.textContent = "The link was copied.";
  setTimeout(() => {
    words.data = before;
    said.textContent = "";
  }, 4000);
};

if (navigator.share || navigator.clipboard) {
  for (const link of document.querySelectorAll('[data-behaviour~="share"]')) {
    link.parentElement.append(said);
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      try {
        await share(link);
      } catch (problem) {
        /* Who thought better of it stays where they are. */
        if (problem.name !== "AbortError") location.assign(link.href);
      }
    });
  }
}
