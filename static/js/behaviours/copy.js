/* copy — puts a button beneath a field that is there to be copied, which copies it.
   Without it, one selects the text and copies it oneself. */

for (const field of document.querySelectorAll('[data-behaviour~="copy"]')) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--plain";
  const of = document.createElement("span");
  of.className = "visually-hidden";
  of.textContent = `: ${field.labels[0]?.textContent ?? ""}`;
  button.append("Copy", of);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value);
    button.firstChild.textContent = "Copied";
  });
  field.after(button);
}
