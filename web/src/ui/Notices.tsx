import { createContext, useContext, useState, useSyncExternalStore } from "react";
import { Identity } from "./Identity";
import { RejectIcon } from "./icons";
import { NoticeBoard } from "./notices";
import { SafeText } from "./SafeText";

const NoticeContext = createContext<NoticeBoard | null>(null);

export function NoticeProvider({ children }: { children: React.ReactNode }) {
  const [board] = useState(() => new NoticeBoard());
  return <NoticeContext value={board}>{children}</NoticeContext>;
}

export function useNotices(): NoticeBoard {
  const board = useContext(NoticeContext);
  if (board === null) throw new Error("useNotices needs a NoticeProvider");
  return board;
}

export function Notices() {
  const board = useNotices();
  const notices = useSyncExternalStore(board.subscribe, board.snapshot);
  return (
    <div className="notices" role="log" aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <div key={notice.id} className={`notice notice-${notice.tone}`}>
          <p>
            {notice.summary !== undefined && (
              <>
                “
                <span className="notice-summary">
                  <SafeText text={notice.summary} />
                </span>
                ”{" "}
              </>
            )}
            {notice.text}
            {notice.identity !== undefined && (
              <>
                {" "}
                <Identity username={notice.identity} />
              </>
            )}
            {notice.rest}
          </p>
          <button
            type="button"
            className="button button-quiet button-icon"
            aria-label="Dismiss this notice"
            onClick={() => board.dismiss(notice.id)}
          >
            <RejectIcon />
          </button>
        </div>
      ))}
    </div>
  );
}
