// Reads formulas from the standard input, [[tex, whether it is displayed], ...] as JSON, and writes what
// the programs that are named, of KaTeX and MathJax, refuse of them: [[program, tex, message], ...].
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const load = createRequire(import.meta.url);
const katex = load("katex");

// Only what every page with MathJax has of it. An unknown macro is an error here, not red text.
const tex = {
  packages: ["base", "ams"],
  formatError: (_, error) => { throw error; },
};

async function mathjax(name) {
  // Each release keeps its state there, and wants to be the only one.
  delete globalThis.MathJax;
  const loader = { load: ["input/tex-base", "[tex]/ams"] };
  const started = await load(name).init({ loader, tex: { ...tex }, startup: { typeset: false } });
  return (formula, display) => started.tex2mml(formula, { display });
}

const known = {
  KaTeX: async () => (formula, displayMode) =>
    katex.renderToString(formula, { displayMode, strict: "error" }),
  "MathJax 3": () => mathjax("mathjax-3"),
  "MathJax 4": () => mathjax("mathjax-4"),
};
const printers = {};
for (const name of process.argv.slice(2)) printers[name] = await known[name]();
const refused = [];
for (const [formula, display] of JSON.parse(readFileSync(0, "utf-8"))) {
  for (const [name, print] of Object.entries(printers)) {
    try {
      const printed = print(formula, display);
      if (printed.includes("merror")) throw new Error(printed);
    } catch (error) {
      refused.push([name, formula, error.message]);
    }
  }
}
process.stdout.write(JSON.stringify(refused));
