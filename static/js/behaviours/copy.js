/* copy — a link to an address is copied by pressing it; a field of text gets a button that copies it.
   Without it, the link leads to the address, and one selects the text and copies it oneself. */

const say = (button, word) => {
  button.firstChild.textContent = word;
};

const copyOnPress = (button, text) => {
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    await navigator.clipboard.writeText(text);
    say(button, "Copied");
    setTimeout(say, 4000, button, button.dataset.words);
  });
  button.dataset.words = button.firstChild.textContent;
};

const buttonFor = (field) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--plain";
  const of = document.createElement("span");
  of.className = "visually-hidden";
  of.textContent = `: ${field.labels[0]?.textContent ?? ""}`;
  button.append("Copy", of);
  field.after(button);
  return button;
};

for (const found of document.querySelectorAll('[data-behaviour~="copy"]')) {
  if (!navigator.clipboard) break;
  if (found.href) copyOnPress(found, found.href);
  else copyOnPress(buttonFor(found), found.value);
}
