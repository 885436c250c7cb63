/* drafts — what is being written is kept every few seconds: a member's by the site, a visitor's in
   this browser, and a member's here, too, while the site cannot be reached or they are signed out.
   What is changed in a post that stands already is kept here, until it is saved or cancelled.
   Without it: a preview keeps it, and so does its own button. */

const PAUSE = 5000; /* milliseconds */
const FIELDS = ["title", "category", "tags", "body", "format"];
const WEEK = 7 * 24 * 3600 * 1000;

/* Private windows may have no storage, and a full one refuses. */
const inBrowser = {
  put(key, typed) {
    try {
      localStorage.setItem(key, JSON.stringify({ typed, at: Date.now() }));
    } catch {
      /* The page itself still has the words. */
    }
  },
  take(key) {
    try {
      const { typed, at } = JSON.parse(localStorage.getItem(key)) ?? {};
      return at > Date.now() - WEEK ? typed : null;
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
};

const follow = (form) => {
  const { address } = form.dataset;
  const isMember = "keptHere" in form.dataset;
  const isEdit = "edits" in form.dataset;
  const place = form.elements.namedItem("parent")?.value ?? "";
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
      inBrowser.put(key, typed());
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
      inBrowser.put(key, typed());
      said.textContent = "Kept in this browser.";
    }
  };

  const restore = () => {
    const body = form.elements.namedItem("body");
    const kept = body.value && !isEdit ? null : inBrowser.take(key);
    if (!kept) return;
    for (const field of fields) if (field.name in kept) field.value = kept[field.name];
    if (body.value) said.textContent = "What you had begun here is back.";
  };

  const change = () => {
    said.textContent = "";
    timer ||= setTimeout(() => keep(), PAUSE);
  };

  Object.assign(sitting, { type: "hidden", name: "sitting" });
  sit();
  if (isMember) form.append(sitting);
  restore();
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
    if (isEdit || (isMember && (submitter?.name || !isPostedInPlace))) inBrowser.drop(key);
  });
  if (isEdit) {
    form.querySelector("[data-cancel]").addEventListener("click", () => {
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

for (const form of document.querySelectorAll('[data-behaviour~="drafts"]')) follow(form);
