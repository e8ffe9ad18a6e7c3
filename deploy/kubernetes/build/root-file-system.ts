import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { TestClusterError } from "../test-cluster-error.ts";

const standardPlaces = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/** An empty root: folders, a few accounts, and one folder for programs and one for libraries, whatever path asks for them. */
export function layOut(root: string): void {
  for (const folder of ["usr/bin", "usr/lib", "etc", "tmp", "root", "home/user"]) mkdirSync(path.join(root, folder), { recursive: true });
  for (const alias of ["bin", "sbin", "lib", "lib64"]) symlinkSync(`usr/${alias.startsWith("l") ? "lib" : "bin"}`, path.join(root, alias));
  for (const [alias, of] of [
    ["sbin", "bin"],
    ["lib64", "lib"],
  ] as const)
    symlinkSync(of, path.join(root, "usr", alias));
  chmodSync(path.join(root, "tmp"), 0o1777);
  chmodSync(path.join(root, "home/user"), 0o777);
  const accounts = ["root:x:0:0:root:/root:/bin/sh", "user:x:1000:1000::/home/user:/bin/sh", "nobody:x:65534:65534::/:/bin/false"];
  writeFileSync(path.join(root, "etc/passwd"), `${accounts.join("\n")}\n`);
  writeFileSync(path.join(root, "etc/group"), "root:x:0:\nuser:x:1000:\nnogroup:x:65534:\n");
  writeFileSync(path.join(root, "etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
}

/** Copies programs of this machine, by name or by path, with the libraries that they load. */
export function copyPrograms(root: string, programs: readonly string[]): void {
  for (const program of programs) {
    const file = path.isAbsolute(program) ? program : findProgram(program);
    copyFileSync(realpathSync(file), path.join(root, "usr/bin", path.basename(file)));
    copyLibrariesOf(root, [file]);
  }
}

function findProgram(name: string): string {
  const found = standardPlaces.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (!found) throw new TestClusterError(`the test image needs ${name}, which is in none of ${standardPlaces.join(", ")}`);
  return found;
}

/** Copies the libraries that programs and libraries load, but for those that are in the root beside them. */
export function copyLibrariesOf(root: string, files: readonly string[]): void {
  const said = files.flatMap((file) => librariesOf(file)).filter((library) => !library.startsWith(root));
  for (const library of new Set(said)) {
    const copy = path.join(root, "usr/lib", path.basename(library));
    if (!existsSync(copy)) copyFileSync(realpathSync(library), copy);
  }
}

/** The libraries that the loader finds for a file; none for a static program. */
function librariesOf(file: string): string[] {
  try {
    const said = execFileSync("ldd", [realpathSync(file)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    return [...said.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, library = ""]) => library);
  } catch {
    return [];
  }
}
