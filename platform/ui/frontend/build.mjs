// Compiles the look of Opora: Sass to one style sheet, and copies the scripts and fonts we serve, with their licences.
// Every copied file loses its sourceMappingURL, because the map is not served and a hashing static storage refuses a dead link.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const served = join(here, "..", "static", "ui");
const forTests = join(here, "..", "..", "..", "tests", "browser", "vendor");

const fonts = ["Regular", "It", "Bold"].map((cut) => `SourceSans3-${cut}.ttf.woff2`);

const withoutMap = (text) => text.replace(/\n?\/[/*][#@] sourceMappingURL=[^\n]*/g, "").trimEnd() + "\n";

function write(folder, name, text) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), withoutMap(text));
}

function copyText(source, folder, name) {
  write(folder, name, readFileSync(join(modules, source), "utf8"));
}

function styleSheet() {
  const { css } = compile(join(here, "scss", "opora.scss"), {
    loadPaths: [modules, join(here, "scss")],
    style: "compressed",
    quietDeps: true,
  });
  const dead = [...css.matchAll(/url\(["']?([^"')]+)/g)].map((hit) => hit[1]).filter((path) => !/^(data:|fonts\/)/.test(path));
  if (dead.length) throw new Error(`The style sheet names files we do not serve: ${dead.join(", ")}`);
  write(served, "opora.css", css);
}

function scripts() {
  copyText("govuk-frontend/dist/govuk/govuk-frontend.min.js", served, "govuk-frontend.min.js");
  copyText("accessible-autocomplete/dist/accessible-autocomplete.min.js", served, "accessible-autocomplete.min.js");
  write(served, "opora.js", readFileSync(join(here, "opora.js"), "utf8"));
  copyText("axe-core/axe.min.js", forTests, "axe.min.js");
}

function fontFiles() {
  const folder = join(served, "fonts");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const font of fonts) copyFileSync(join(modules, "source-sans", "WOFF2", "TTF", font), join(folder, font));
}

function licences() {
  const folder = join(served, "licences");
  // The npm package of govuk-frontend carries no licence file, so its text is kept beside this script.
  write(folder, "govuk-frontend.txt", readFileSync(join(here, "licences", "govuk-frontend.txt"), "utf8"));
  copyText("accessible-autocomplete/LICENSE.txt", folder, "accessible-autocomplete.txt");
  copyText("source-sans/LICENSE.md", folder, "source-sans.txt");
  copyText("axe-core/LICENSE", forTests, "axe-core-LICENSE.txt");
}

styleSheet();
scripts();
fontFiles();
licences();
console.log("The look is built into", served);
