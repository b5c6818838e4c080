// A library is loaded after the page is there, so that its tables do not wait for it.
export async function load(addresses) {
  const create = Document.prototype.createElement;
  // vis-timeline writes its styles into the page, which the policy refuses; they come as a file. A template
  // takes the words of a style element and does nothing with them.
  document.createElement = (name, ...rest) => create.call(document, name === "style" ? "template" : name, ...rest);
  try {
    for (const address of addresses) await one(create.call(document, "script"), address);
  } finally {
    delete document.createElement;
  }
}

function one(script, address) {
  return new Promise((done, failed) => {
    script.src = address;
    script.addEventListener("load", done);
    script.addEventListener("error", () => failed(new Error(`${address} did not come`)));
    document.head.append(script);
  });
}
