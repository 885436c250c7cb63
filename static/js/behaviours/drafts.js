/* drafts — what is being written is kept every few seconds: a member's by the site, a visitor's in
   this browser, and a member's here, too, while the site cannot be reached or they are signed out.
   What is changed in a post that stands already is kept here, until it is saved or cancelled, but for
   no longer than a day: the site takes away pictures that stand in nothing it knows.
   Without it: a preview keeps it, and so does its own button. */

const PAUSE = 5000; /* milliseconds */
const FIELDS = ["title", "category", "tags", "body", "format"];
const DAY = 24 * 3600 * 1000;
const WEEK = 7 * DAY;

/* Private windows may have no storage, and a full one refuses. */
const inBrowser = {
  put(key, typed, age) {
    try {
      localStorage.setItem(key, JSON.stringify({ typed, until: Date.now() + age }));
    } catch {
      /* The page itself still has the words. */
    }
  },
  take(key) {
    try {
      const { typed, until } = JSON.parse(localStorage.getItem(key)) ?? {};
      return until > Date.now() ? typed : null;
    } catch {
      return null;
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      /* Then there is nothing. */
    }
  },
  sweep() {
    try {
      for (const key of Object.keys(localStorage))
        if (key.startsWith("draft ") && !this.take(key)) this.drop(key);
    } catch {
      /* Then there is nothing, either. */
    }
  },
};

const follow = (form) => {
  const { address } = form.dataset;
  const isMember = "keptHere" in form.dataset;
  const isEdit = "edits" in form.dataset;
  const place = form.elements.namedItem("parent")?.value ?? "";
  const age = isEdit ? DAY : WEEK;
  const key = `draft ${address} ${place}`;
  const said = form.querySelector("[data-kept]");
  const fields = FIELDS.map((name) => form.elements.namedItem(name)).filter(Boolean);
  let timer = 0;
  let sending = new AbortController();
  /* Goes with all that is kept and with what is posted: what is kept of this too late is nothing. */
  const sitting = document.createElement("input");
  const sit = () => {
    sitting.value = `${Date.now()} ${Math.random()}`;
  };

  const typed = () => Object.fromEntries(fields.map(({ name, value }) => [name, value]));

  const keep = async ({ keepalive = false } = {}) => {
    timer = 0;
    if (!isMember) {
      inBrowser.put(key, typed(), age);
      return;
    }
    const sent = new FormData(form);
    sent.delete("picture");
    sending = new AbortController();
    try {
      const { signal } = sending;
      const answer = await fetch(address, { method: "POST", body: sent, signal, keepalive });
      if (!answer.ok || answer.redirected) throw new Error("refused");
      inBrowser.drop(key);
      said.textContent = "Kept.";
    } catch (problem) {
      if (problem.name === "AbortError") return;
      inBrowser.put(key, typed(), age);
      said.textContent = "Kept in this browser.";
    }
  };

  const restore = () => {
    const body = form.elements.namedItem("body");
    const kept = body.value && !isEdit ? null : inBrowser.take(key);
    if (!kept || (isEdit && fields.every(({ name, value }) => kept[name] === value))) return;
    for (const field of fields) if (field.name in kept) field.value = kept[field.name];
    if (!body.value) return;
    said.setAttribute("role", "status");
    said.textContent = "What you had begun here is back.";
  };

  const change = () => {
    said.removeAttribute("role");
    said.textContent = "";
    timer ||= setTimeout(() => keep(), PAUSE);
  };

  Object.assign(sitting, { type: "hidden", name: "sitting" });
  sit();
  if (isMember) form.append(sitting);
  /* What comes back unsaved is newer than what is kept. */
  if (form.dataset.edits === "typed") keep();
  else restore();
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  const stop = () => {
    clearTimeout(timer);
    timer = 0;
    sending.abort();
  };
  const isPostedInPlace = form.closest('[data-behaviour~="posting"]');
  form.addEventListener("submit", ({ submitter }) => {
    stop();
    /* Once it is saved the post has another key; until then nobody knows that it will be. */
    if (isEdit) inBrowser.put(key, typed(), age);
    if (isMember && (submitter?.name || !isPostedInPlace)) inBrowser.drop(key);
  });
  if (isEdit) {
    form.querySelector("[data-cancel]").addEventListener("click", (event) => {
      /* In another window, this one stays. */
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      stop();
      inBrowser.drop(key);
    });
  }
  /* Where a reply is posted in place, it is told whether the site took it. */
  form.addEventListener("posted", () => {
    stop();
    inBrowser.drop(key);
    said.textContent = "";
    sit();
  });
  form.addEventListener("unsent", () => keep());
  /* Whoever comes back to the page after posting writes something else. */
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) sit();
  });
  /* Whoever goes away at once loses no more than whoever stays. */
  addEventListener("pagehide", () => {
    if (timer) keep({ keepalive: true });
  });
};

inBrowser.sweep();
for (const form of document.querySelectorAll('[data-behaviour~="drafts"]')) follow(form);
