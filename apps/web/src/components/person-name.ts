interface Named {
  id: string;
  name: string | null;
}

/** Somebody by name, the reader as "you"; somebody who is gone by the beginning of their id. */
export function personName({ id, name }: Named, viewerId?: string): string {
  if (id === viewerId) return "you";
  if (id === "system") return "the platform";
  return name ?? id.slice(0, 8);
}
