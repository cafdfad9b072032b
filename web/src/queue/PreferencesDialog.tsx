import { Dialog } from "../ui/Dialog";
import { UNDO_CHOICES } from "./preferences";
import { usePreferences } from "./ReviewDeskProvider";
import { SHORTCUT_HELP } from "./shortcuts";

export function PreferencesDialog({ onClose }: { onClose(): void }) {
  const { preferences, setPreferences } = usePreferences();
  return (
    <Dialog title="Keys and settings" onClose={onClose}>
      <dl className="shortcut-list">
        {SHORTCUT_HELP.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="muted">On a touch screen, swipe right to approve and left to reject.</p>
      <label className="check">
        <input
          type="checkbox"
          checked={preferences.shortcuts === "on"}
          onChange={(event) =>
            setPreferences({ ...preferences, shortcuts: event.target.checked ? "on" : "off" })
          }
        />
        Use these keys
      </label>
      <label className="field">
        <span>A decision can be undone for</span>
        <select
          value={preferences.undoSeconds}
          onChange={(event) =>
            setPreferences({ ...preferences, undoSeconds: Number(event.target.value) })
          }
        >
          {UNDO_CHOICES.map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds} seconds
            </option>
          ))}
        </select>
      </label>
      <div className="dialog-actions">
        <button type="button" className="button button-primary" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
