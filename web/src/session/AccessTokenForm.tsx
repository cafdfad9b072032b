import { type FormEvent, useId, useState } from "react";
import { SafeText } from "../ui/SafeText";
import { readPastedToken } from "./accessToken";
import { useSession } from "./SessionProvider";
import { signInProblem } from "./signInProblem";

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

/** Signing in with an access token of the identity provider, got by other means. */
export function AccessTokenForm({ issuers }: { issuers: readonly string[] }) {
  const { signInWithToken } = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useId();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const pasted = new FormData(event.currentTarget).get("access-token");
    const check = readPastedToken(String(pasted));
    if (!check.ok) return setProblem(check.problem);
    setBusy(true);
    setProblem(null);
    try {
      await signInWithToken(check.token);
    } catch (error) {
      setProblem(signInProblem(error, "The server does not accept this token, or no longer."));
      setBusy(false);
    }
  };

  return (
    <section className="sign-in-other" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>Or with an access token</h2>
      <p className="muted">
        This server accepts access tokens of{" "}
        {issuers.length === 0 ? (
          "your identity provider"
        ) : (
          <SafeText text={issuers.map(hostOf).join(", ")} />
        )}
        . It is kept in this tab only.
      </p>
      <form className="form" method="post" onSubmit={submit}>
        <label className="field">
          <span>Access token</span>
          <input
            name="access-token"
            type="password"
            autoComplete="off"
            spellCheck={false}
            aria-describedby={`${id}-problem`}
            required
          />
        </label>
        <p id={`${id}-problem`} className="field-problem" role="alert">
          {problem}
        </p>
        <button className="button button-wide" type="submit" disabled={isBusy}>
          {isBusy ? "Checking…" : "Sign in with the token"}
        </button>
      </form>
    </section>
  );
}
