import { type FormEvent, useId, useState } from "react";
import { useSession } from "./SessionProvider";
import { signInProblem } from "./signInProblem";

export function PasswordForm() {
  const { signInWithPassword } = useSession();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const id = useId();

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await signInWithPassword(String(form.get("username")), String(form.get("password")));
    } catch (error) {
      setProblem(signInProblem(error, "Name and password do not match."));
      setBusy(false);
    }
  };

  return (
    // Without the script the browser would put what is typed into the address, but for the method.
    <form className="form" method="post" onSubmit={submit}>
      <label className="field">
        <span>Name</span>
        <input
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      </label>
      <label className="field">
        <span>Password</span>
        <input
          name="password"
          type="password"
          autoComplete="current-password"
          aria-describedby={problem === null ? undefined : id}
          required
        />
      </label>
      <p id={id} className="field-problem" role="alert">
        {problem}
      </p>
      <button className="button button-primary button-wide" type="submit" disabled={isBusy}>
        {isBusy ? "Signing in…" : "Sign in"}
      </button>
    </form>
  );
}
