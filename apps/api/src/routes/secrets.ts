import { deleteSecret, listSecrets, putSecret } from "@plumbline/core/secrets";
import { routes } from "./bind-verbs.ts";

export const secretRoutes = routes([listSecrets, putSecret, deleteSecret]);
