/* newer — while a discussion is read, says what has been replied since, and leads to the first of it.
   Nothing moves, and nothing is added to the page before one asks for it. Without it: the next visit
   shows it. */

const MINUTE = 60_000; /* milliseconds: how long to wait at first, and at most ten times as long */
const SLOWER = 1.5;

const follow = (place) => {
  let wait = MINUTE;
  let askedAt = Date.now();
  let timer = 0;

  /* To the first, which is brought here where it belongs on this page. */
  const go = async (first) => {
    try {
      const { show } = await import("./asked/thread.js");
      if (!(await show(first))) throw new Error("elsewhere");
      const anchor = `reply-${first.split("/").at(-1)}`;
      location.hash = anchor;
      document.getElementById(anchor).focus();
    } catch {
      location.assign(first);
    }
  };

  const say = ({ count, is_all_counted: isAll, first }) => {
    const words = count === 1 ? "1 new reply" : `${count}${isAll ? "" : " or more"} new replies`;
    if (!count || place.textContent === words) return;
    const link = document.createElement("a");
    link.className = "newer__link";
    link.href = first;
    link.rel = "nofollow";
    link.textContent = words;
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      go(first);
    });
    place.replaceChildren(link);
  };

  /* Whether it is worth asking again: not where the discussion is no longer to be seen. */
  const ask = async () => {
    askedAt = Date.now();
    try {
      const answer = await fetch(place.dataset.address, { headers: { Accept: "application/json" } });
      if (answer.ok) say(await answer.json());
      return answer.ok || answer.status > 404;
    } catch {
      return true; /* Away from the net. */
    }
  };

  const askLater = () => {
    clearTimeout(timer);
    if (document.hidden) return;
    const due = Math.max(0, askedAt + wait - Date.now());
    timer = setTimeout(async () => {
      wait = Math.min(wait * SLOWER, 10 * MINUTE);
      if (await ask()) askLater();
    }, due);
  };

  /* Nobody reads a page that is hidden; whoever comes back to it is told soon. */
  document.addEventListener("visibilitychange", () => {
    wait = MINUTE;
    askLater();
  });
  askLater();
};

for (const place of document.querySelectorAll('[data-behaviour~="newer"]')) follow(place);
