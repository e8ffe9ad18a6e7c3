import type { Environment } from "./environment.ts";

/** What programs such as git and pip need of a machine's settings. No address of a database and no key is among it. */
const passed = /^(PATH|LANG|HOME|TMPDIR|PIP_\w+|HTTPS?_PROXY|NO_PROXY|ALL_PROXY|REQUESTS_CA_BUNDLE|SSL_CERT_(FILE|DIR)|GIT_SSL_CAINFO)$/i;

/** The environment of programs that prepare jobs. */
export const toolEnvironment = (env: Environment): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => passed.test(entry[0]) && entry[1] !== undefined));
