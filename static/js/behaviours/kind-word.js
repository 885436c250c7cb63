/* kind-word — when somebody begins to write a reply, a kind word may stand above the buttons.
   Without it: it stands on the form's own page, and with the preview. */

const follow = (place) => {
  const begin = async () => {
    try {
      const answer = await fetch(place.dataset.address);
      if (answer.ok && !answer.redirected) place.innerHTML = (await answer.text()).trim();
    } catch {
      /* Away from the net: nothing is said. */
    }
  };
  if (!place.textContent.trim()) {
    place.closest("form").addEventListener("focusin", begin, { once: true });
  }
};

for (const place of document.querySelectorAll('[data-behaviour~="kind-word"]')) follow(place);
