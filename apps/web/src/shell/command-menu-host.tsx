"use client";
import { useHotkeys } from "@plumbline/ui/hotkeys";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { anywhere, destinations } from "./navigation.ts";
import { useShell } from "./shell-state.tsx";
import { useViewer } from "./viewer.tsx";

const CommandMenu = dynamic(() => import("./command-menu.tsx").then((module) => module.CommandMenu));
const KeyList = dynamic(() => import("./key-list.tsx").then((module) => module.KeyList));

const chordMs = 1_200;

/** Listens for the keys that work everywhere, and fetches the menu or the list of keys when first asked for. */
export function CommandMenuHost() {
  const { overlay, show } = useShell();
  const { workspace, can } = useViewer();
  const router = useRouter();
  const goUntil = useRef(0);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      show("commands");
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [show]);
  const go = (path: string) => (event: KeyboardEvent) => {
    const isNext = event.timeStamp < goUntil.current;
    goUntil.current = 0;
    if (!isNext) return;
    // The letter may be a key of the page, too.
    event.preventDefault();
    router.push(path);
  };
  useHotkeys(
    anywhere,
    [
      { key: "?", does: "List of keys", run: () => show("keys") },
      {
        key: "g",
        does: "Go to a page, by its letter next",
        run: (event) => {
          goUntil.current = event.timeStamp + chordMs;
        },
      },
      ...destinations.filter((item) => can(item.permission)).map((item) => ({ key: item.key, run: go(item.path(workspace)) })),
    ],
    { goesFirst: true },
  );
  return (
    <>
      {overlay === "commands" && <CommandMenu onClose={() => show("none")} />}
      {overlay === "keys" && <KeyList onClose={() => show("none")} />}
    </>
  );
}
