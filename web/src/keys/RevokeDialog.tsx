import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "../api/apiError";
import { KEYS } from "../api/queries";
import type { ApiKey } from "../api/types";
import { useApi } from "../session/SessionProvider";
import { Dialog } from "../ui/Dialog";
import { SafeText } from "../ui/SafeText";

export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose(): void }) {
  const api = useApi();
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => api.revokeApiKey(apiKey.id),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: [KEYS.apiKeys] }),
  });
  return (
    <Dialog title="Revoke this key?" onClose={onClose}>
      <p>
        Agents that use “<SafeText text={apiKey.name} />” (<code>{apiKey.prefix}…</code>) are
        refused from now on. This cannot be undone.
      </p>
      {revoke.isError && (
        <p className="field-problem" role="alert">
          {messageOf(revoke.error)}
        </p>
      )}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={onClose}>
          Keep it
        </button>
        <button
          type="button"
          className="button button-danger"
          disabled={revoke.isPending}
          onClick={() => revoke.mutate()}
        >
          {revoke.isPending ? "Revoking…" : "Revoke"}
        </button>
      </div>
    </Dialog>
  );
}
