"use client";
import { addGroupMember, type Group } from "@plumbline/contracts/access/group";
import { Button } from "@plumbline/ui/button";
import { SearchInput } from "@plumbline/ui/input";
import { Popover } from "@plumbline/ui/popover";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { failToast } from "#src/components/fail-toast.ts";
import { accountApi, useApi } from "#src/shell/api.tsx";
import { peopleQuery } from "../queries.ts";

const listed = 8;

/** Finds a person of the platform by name or address and puts them into the group. */
export function AddGroupMember({ group }: { group: Group }) {
  const { workspace } = useApi();
  const client = useQueryClient();
  const [search, setSearch] = useState("");
  const people = useQuery(peopleQuery());
  const add = useMutation({
    mutationFn: (userId: string) => accountApi.call(addGroupMember, { groupId: group.id, userId }),
    onSuccess: () => client.invalidateQueries({ queryKey: [workspace, "groups"] }),
    onError: (error, userId) => failToast(`The group ${group.name} was not changed`, error, () => add.mutate(userId)),
  });
  const present = new Set(group.members.map(({ userId }) => userId));
  const word = search.trim().toLowerCase();
  const found = (people.data?.items ?? []).filter(
    ({ id, name, email }) => !present.has(id) && `${name} ${email}`.toLowerCase().includes(word),
  );
  return (
    <Popover trigger={<Button size="small">Add</Button>} label={`Add to ${group.name}`} align="end" className="w-80 p-2">
      <SearchInput
        aria-label="Search people"
        placeholder="Name or e-mail"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className="mt-1.5">
        {found.slice(0, listed).map((person) => (
          <li key={person.id}>
            <button
              type="button"
              onClick={() => add.mutate(person.id)}
              className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-hover"
            >
              <span className="truncate">{person.name}</span>
              <span className="truncate text-ink-3 text-small">{person.email}</span>
            </button>
          </li>
        ))}
        {people.data && found.length === 0 && <li className="px-2 py-1.5 text-ink-3">Nobody else has this name or address.</li>}
      </ul>
    </Popover>
  );
}
