import { useUsername } from "../session/SessionProvider";
import { readIdentity } from "./identityText";
import { SafeText } from "./SafeText";
import { markPlain } from "./textMarks";

function Name({ username }: { username: string }) {
  const identity = readIdentity(username);
  switch (identity.kind) {
    case "nobody":
      return <span className="muted">unknown</span>;
    case "name":
      return <SafeText text={identity.name} />;
    case "email":
      return (
        <>
          <SafeText text={identity.local} />
          <span className="muted">
            @<SafeText text={identity.domain} />
          </span>
        </>
      );
    case "opaque":
      return (
        <>
          {identity.source !== null && <span className="muted">{identity.source} </span>}
          <code>{identity.short}</code>
        </>
      );
  }
}

/** Who did something; whole on hovering, where it is shortened. */
export function Identity({
  username,
  ownMark = true,
}: {
  username: string | null;
  ownMark?: boolean;
}) {
  const own = useUsername();
  if (username === null || username.trim() === "") return <span className="muted">unknown</span>;
  return (
    <span className="identity" title={markPlain(username)}>
      <Name username={username} />
      {ownMark && username === own && <span className="muted"> (you)</span>}
    </span>
  );
}
