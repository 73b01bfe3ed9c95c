// What matters have told the caller.
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Segmented } from "antd";
import { useState } from "react";
import { Link } from "react-router-dom";
import { ask } from "../../api/client";
import { sentenceOf } from "../../api/problem";
import type { Notice } from "../../api/shapes";
import { Time } from "../../parts/Day";
import { EmptyState } from "../../parts/EmptyState";
import { ErrorState } from "../../parts/ErrorState";
import { Loading } from "../../parts/Loading";
import { Message } from "../../parts/Message";
import { PageHeader } from "../../parts/PageHeader";
import { useText } from "../../text";

const SHOWN = 100;

export default function NoticesPage() {
  const t = useText().notices;
  const frame = useText().frame;
  const client = useQueryClient();
  const { message } = App.useApp();
  const [isAll, setIsAll] = useState(false);
  const notices = useInfiniteQuery({
    queryKey: ["notices", "list", isAll],
    queryFn: ({ pageParam }) => ask("get", "/api/notices", { query: { all: isAll, after: pageParam, limit: SHOWN } }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.notices.length === SHOWN ? page.notices[SHOWN - 1]?.id : undefined),
  });
  const all = notices.data?.pages.flatMap((page) => page.notices) ?? [];
  const unread = all.filter((notice) => notice.read_at === null);
  const read = async (some: Notice[]) => {
    try {
      for (const notice of some) await ask("post", "/api/notices/{id}/read", { path: { id: notice.id } });
    } catch (error) {
      void message.error(sentenceOf(error));
    }
    await client.invalidateQueries({ queryKey: ["notices"] });
  };
  return (
    <div className="page narrow-page">
      <PageHeader title={t.title}>
        <Segmented aria-label={t.title} value={isAll ? "all" : "unread"} onChange={(value) => setIsAll(value === "all")} options={[{ value: "unread", label: t.unread }, { value: "all", label: t.all }]} />
        {unread.length > 1 && <Button onClick={() => void read(unread)}>{t.readAll}</Button>}
      </PageHeader>
      {notices.error && <ErrorState error={notices.error} again={() => void notices.refetch()} />}
      {notices.isPending && <Loading />}
      {notices.data && all.length === 0 && <EmptyState title={isAll ? t.emptyAll : t.empty} hint={t.emptyHint} />}
      <ul className="notices">
        {all.map((notice) => (
          <li key={notice.id} className={notice.read_at ? "notice" : "notice unread"}>
            <div className="grow">
              <div className="notice-words">{!notice.read_at && <span aria-hidden className="dot" />}<Message>{notice.message}</Message></div>
              <div className="quiet"><Time value={notice.at} /> · <Link className="figures" to={`/matters/${notice.number}`} onClick={() => { if (!notice.read_at) void read([notice]); }}>{notice.number}</Link></div>
            </div>
            {!notice.read_at && <Button size="small" onClick={() => void read([notice])}>{t.read}</Button>}
          </li>
        ))}
      </ul>
      {notices.hasNextPage && <Button block loading={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>{frame.more}</Button>}
    </div>
  );
}
