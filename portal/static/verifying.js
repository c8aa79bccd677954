// Puts the code that stands behind « # » in the address into the form, and sends it: no browser sends it by itself.
"use strict";

const verify = () => {
  const code = location.hash.slice(1);
  if (!code) return;
  document.getElementById("code").value = code;
  history.replaceState(null, "", location.pathname);
  document.forms[0].requestSubmit();
};

addEventListener("hashchange", verify);
verify();
