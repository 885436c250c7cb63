/* passkey — asks the browser for a passkey or security key, and posts what it answers.
   Without it, or where the browser cannot: the form stays hidden, and the page names other ways. */

const askFor = {
  get: (options) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
  create: (options) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
};

/* A key that signs in by itself must remember whose it is, and ask for a finger or a number. */
const asChosen = (options, form) => {
  const alone = form.elements.namedItem("passwordless")?.checked;
  if (alone === undefined) return options;
  const selection = {
    ...options.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
  };
  if (alone) selection.userVerification = "required";
  return { ...options, authenticatorSelection: selection };
};

/* They stand in the page, or, for a visitor who may never press the button, are fetched. */
const optionsFor = async (form) => {
  const inPage = document.getElementById("passkey-options");
  if (inPage) return JSON.parse(inPage.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return answer.json();
};

const answerWith = async (form) => {
  const { creation_options: creation, request_options: request } = await optionsFor(form);
  const credential = creation
    ? await askFor.create(asChosen(creation.publicKey, form))
    : await askFor.get(request.publicKey);
  form.elements.namedItem("credential").value = JSON.stringify(credential);
  form.submit();
};

if (globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  for (const form of document.querySelectorAll('[data-behaviour~="passkey"]')) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const problem = form.querySelector("[role=alert]");
      problem.textContent = "";
      try {
        await answerWith(form);
      } catch {
        problem.textContent = "That did not work. Please try again, or choose another way.";
      }
    });
  }
}
