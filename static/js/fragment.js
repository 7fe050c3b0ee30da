// HTML of our own stream becomes elements here, and only here: the one Trusted Types policy, the one `innerHTML`.

const fragmentPolicy = window.trustedTypes?.createPolicy('fragment', { createHTML: (html) => html });

/** The elements of a fragment that the server rendered for the live stream. */
function fragment(html) {
  const template = document.createElement('template');
  template.innerHTML = fragmentPolicy ? fragmentPolicy.createHTML(html) : html;
  return template.content;
}
