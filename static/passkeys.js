// Passkeys: the one thing on these pages that a browser does by script alone. A code from an app does the same without.

const bytes = (words) => Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make(options, alone) {
  const wish = { ...options.authenticatorSelection };
  wish.residentKey = alone ? "required" : "discouraged";
  wish.requireResidentKey = alone;
  if (alone) wish.userVerification = "required";
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      authenticatorSelection: wish,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    },
  });
  return {
    ...about(made),
    response: {
      clientDataJSON: words(made.response.clientDataJSON),
      attestationObject: words(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    },
  };
}

async function use(options) {
  const used = await navigator.credentials.get({
    publicKey: { ...options, challenge: bytes(options.challenge), allowCredentials: named(options.allowCredentials) },
  });
  return {
    ...about(used),
    response: {
      clientDataJSON: words(used.response.clientDataJSON),
      authenticatorData: words(used.response.authenticatorData),
      signature: words(used.response.signature),
      userHandle: used.response.userHandle ? words(used.response.userHandle) : null,
    },
  };
}

function about(passkey) {
  return {
    type: passkey.type,
    id: passkey.id,
    rawId: words(passkey.rawId),
    authenticatorAttachment: passkey.authenticatorAttachment,
    clientExtensionResults: passkey.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  const said = document.getElementById("js_data");
  if (form.dataset.passkey !== "sign-in") return JSON.parse(said.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`passkeys: ${answer.status}`);
  return answer.json();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  for (const part of form.querySelectorAll("[data-with]")) part.hidden = false;
  for (const part of form.querySelectorAll("[data-without]")) part.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    try {
      const options = await optionsOf(form);
      const made = options.creation_options
        ? await make(options.creation_options.publicKey, form.elements.passwordless?.checked ?? false)
        : await use(options.request_options.publicKey);
      form.elements.credential.value = JSON.stringify(made);
      form.submit();
    } catch {
      // Called off, timed out, or no passkey here: the browser has said which.
      failed.hidden = false;
    }
  });
}
