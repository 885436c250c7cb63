/* sections — on a phone, scrolls the bar of sections so far that the one in use is seen.
   Without it, the bar begins with its first. */

for (const bar of document.querySelectorAll(".sections")) {
  const here = bar.querySelector("[aria-current]");
  if (here) bar.scrollLeft = here.offsetLeft + here.offsetWidth - bar.clientWidth + 16;
}
