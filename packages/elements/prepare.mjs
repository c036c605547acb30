// The package is made of what every service serves: its modules and words, as they are.
import { cpSync, rmSync } from "node:fs";

for (const folder of ["elements", "words"]) {
  const here = new URL(`${folder}/`, import.meta.url);
  rmSync(here, { recursive: true, force: true });
  cpSync(new URL(`../../service/web/${folder}/`, import.meta.url), here, { recursive: true });
}
