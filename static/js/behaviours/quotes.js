/* quotes — when a passage of a post is selected, a link beneath it leads to an answer that quotes it.
   Without it: the post's own Quote takes all of it, to be cut. */

const LONGEST = 1000; /* characters, as the server quotes */

const follow = (place) => {
  const link = document.createElement("a");
  link.className = "button button--plain passage";
  link.textContent = "Quote this passage";

  /* The one post in which all of the selection is, and the words. */
  const selected = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const common = range.commonAncestorContainer;
    const prose = (common.closest ? common : common.parentElement)?.closest(".prose");
    const post = prose?.closest("article");
    const words = String(selection).trim();
    if (!post || !(place === post || place.contains(post)) || !words || words.length > LONGEST) return null;
    const quote = post.querySelector('.actions a[href$="?quote=1"]');
    return quote ? { range, prose, words, address: quote.href } : null;
  };

  document.addEventListener("selectionchange", () => {
    const passage = selected();
    if (!passage) {
      if (document.activeElement !== link) link.remove();
      return;
    }
    const { range, prose, words, address } = passage;
    const url = new URL(address);
    url.searchParams.set("passage", words);
    link.href = url;
    prose.after(link);
    const end = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect();
    const around = link.offsetParent.getBoundingClientRect();
    const room = around.width - link.offsetWidth;
    link.style.insetInlineStart = `${Math.max(0, Math.min(end.left - around.left, room))}px`;
    link.style.insetBlockStart = `${end.bottom - around.top}px`;
  });
};

for (const place of document.querySelectorAll('[data-behaviour~="quotes"]')) follow(place);
