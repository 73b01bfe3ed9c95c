// Rows of a list that comes in pages, by their place. Cursors of pages are remembered, so only pages in sight are held: a
// list of a million rows is walked without keeping it, and what was left behind is read again from its cursor.
import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useEffect, useState } from "react";

export const PAGE = 100;

export interface Page<T> {
  rows: T[];
  next: string | null;
  count?: number;
  isMore?: boolean;
}

export type Fetch<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>;

export interface PagedRows<T> {
  length: number; // rows known to exist; grows by what is loaded
  isEnded: boolean;
  isLoading: boolean; // the first page
  error: unknown;
  first: Page<T> | undefined;
  rowAt: (place: number) => T | undefined;
  again: () => void;
}

/** `key` names the list with its filter; draw the list anew (React key) when it changes. */
export function usePagedRows<T>(key: readonly unknown[], fetch: Fetch<T>, from: number, to: number): PagedRows<T> {
  const [cursors, setCursors] = useState<(string | undefined)[]>([undefined]);
  const [total, setTotal] = useState<number | null>(null);
  const lowest = Math.min(Math.floor(Math.max(0, from) / PAGE), cursors.length - 1);
  const highest = Math.min(Math.floor(Math.max(0, to + PAGE / 2) / PAGE), cursors.length - 1);
  const wanted = [0];
  for (let page = Math.max(1, lowest); page <= highest; ++page) wanted.push(page);
  const results = useQueries({
    queries: wanted.map((page) => ({
      queryKey: [...key, page, cursors[page] ?? ""],
      queryFn: ({ signal }: { signal: AbortSignal }) => fetch(cursors[page], signal),
      staleTime: Infinity, // pages of one walk fit together; one read again alone might not
      gcTime: 120_000,
      placeholderData: page === 0 ? keepPreviousData : undefined,
    })),
  });
  const pages = new Map(wanted.map((page, place) => [page, results[place]?.data as Page<T> | undefined]));
  const lastPage = pages.get(cursors.length - 1);
  useEffect(() => {
    if (!lastPage) return;
    if (lastPage.next) setCursors((known) => [...known.slice(0, cursors.length), lastPage.next ?? undefined]);
    else setTotal((cursors.length - 1) * PAGE + lastPage.rows.length);
  }, [lastPage, cursors.length]);
  const failed = results.find((result) => result.error);
  return {
    length: total ?? (cursors.length - 1) * PAGE + (lastPage?.rows.length ?? (cursors.length > 1 ? 20 : 0)),
    isEnded: total !== null,
    isLoading: !pages.get(0),
    error: failed?.error ?? null,
    first: pages.get(0),
    rowAt: (place) => pages.get(Math.floor(place / PAGE))?.rows[place % PAGE],
    again: () => results.forEach((result) => void result.refetch()),
  };
}
