/* Posts a reply from beneath its discussion: it is put where it belongs, and gets the focus; what is
   refused is said beside the form, and nothing that was typed is lost. All that is shown is taken
   from the pages that the site shows without any of this. */

import { bringUpToDate, pageIn } from "./thread.js";

const PATIENCE = 60_000; /* milliseconds, in which a photograph gets through a bad line */

const element = (name, properties, ...children) => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
};

const notice = (...children) => {
  const box = element("div", { className: "notice", tabIndex: -1 }, element("p", {}, ...children));
  box.setAttribute("role", "alert");
  return box;
};

export const follow = (form) => {
  const named = (name) => form.elements.namedItem(name);
  let isBusy = false;
  let box = null;

  const say = (told) => {
    box = told;
    form.before(box);
    box.focus();
  };

  const forget = () => {
    box?.remove();
    for (const field of form.querySelectorAll(".field--wrong")) {
      field.classList.remove("field--wrong");
      field.querySelector(".field__error").remove();
      for (const wrong of field.querySelectorAll("[aria-invalid]")) wrong.removeAttribute("aria-invalid");
    }
  };

  /* What only the page that is shown now may send, and only once. */
  const renew = (page) => {
    for (const name of ["csrfmiddlewaretoken", "submission"]) {
      const fresh = page.querySelector(`main [name=${name}]`);
      if (fresh) named(name).value = fresh.value;
    }
  };

  const mark = (wrong) => {
    const control = wrong.querySelector("[name]");
    const ours = named(control.name);
    const field = ours.closest(".field");
    field.classList.add("field--wrong");
    [...field.querySelectorAll(".field__label, .field__hint")].at(-1).after(wrong.querySelector(".field__error"));
    for (const one of [ours, field.querySelector("[contenteditable]")]) {
      one?.setAttribute("aria-invalid", "true");
      one?.setAttribute("aria-describedby", control.getAttribute("aria-describedby") ?? "");
    }
    ours.closest("details")?.setAttribute("open", "");
  };

  /* The form came back, or a page that says why there is none. */
  const refuse = (page) => {
    for (const wrong of page.querySelectorAll("main .field--wrong")) mark(wrong);
    renew(page);
    const told = page.querySelector("main .notice[role=alert]");
    const why = page.querySelector("h1")?.textContent.trim() ?? "That did not work";
    say(told ?? notice(`${why}. What you wrote is still here.`));
  };

  const leadToTheDoor = (address) => {
    const link = element("a", { href: address }, "sign in again");
    say(notice("You are no longer signed in. What you wrote is kept: please ", link, ", and post it then."));
    form.dispatchEvent(new Event("unsent"));
  };

  const show = async (place) => {
    form.reset();
    named("body").value = "";
    form.querySelector("[name=throw_away]")?.remove();
    form.dispatchEvent(new Event("posted"));
    if (place.pathname + place.search !== location.pathname + location.search) {
      location.assign(place);
      return;
    }
    const answer = await fetch(place).catch(() => null);
    if (!answer?.ok) {
      history.replaceState(history.state, "", place);
      location.reload();
      return;
    }
    const page = await pageIn(answer);
    bringUpToDate(page);
    renew(page);
    location.replace(place);
    document.getElementById(place.hash.slice(1))?.focus();
  };

  const send = async () => {
    const answer = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { Prefer: "return=minimal" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === 201) await show(new URL(answer.headers.get("Location"), location));
    else if (answer.redirected) leadToTheDoor(answer.url);
    else refuse(await pageIn(answer));
  };

  const post = async () => {
    const button = form.querySelector("button:not([name])");
    button.setAttribute("aria-disabled", "true");
    forget();
    try {
      await send();
    } catch {
      say(notice("The site cannot be reached just now. What you wrote is still here: please try again soon."));
      form.dispatchEvent(new Event("unsent"));
    } finally {
      isBusy = false;
      button.removeAttribute("aria-disabled");
    }
  };

  form.addEventListener("submit", (event) => {
    if (event.submitter?.name) return; /* a preview, a draft, a picture */
    event.preventDefault();
    /* After all others who hear of it: the editor writes what is in it. */
    if (!isBusy) setTimeout(post);
    isBusy = true;
  });
};
