/* similar — while a title is being written, discussions with such a title are shown beneath it.
   Without it: they are shown with the preview, and when the form comes back. */

const PAUSE = 600; /* milliseconds: whoever types on is not finished */

const follow = (place) => {
  const title = place.closest("form").elements.namedItem("title");
  let timer = 0;
  let asking = new AbortController();

  const show = async () => {
    asking = new AbortController();
    const address = `${place.dataset.address}?${new URLSearchParams({ title: title.value })}`;
    try {
      const answer = await fetch(address, { signal: asking.signal });
      if (answer.ok) place.innerHTML = (await answer.text()).trim();
    } catch {
      /* Typed on, or away from the net: what is there stays. */
    }
  };

  title.addEventListener("input", () => {
    clearTimeout(timer);
    asking.abort();
    timer = setTimeout(show, PAUSE);
  });
};

for (const place of document.querySelectorAll('[data-behaviour~="similar"]')) follow(place);
