import type {ExportEnd, ExportProgress} from '../../history/export-state.ts';
import type {FindRequest, LogRow} from '../../history/row.ts';
import type {CursorMove} from '../../insight/cursor.ts';
import type {Evidence} from '../../insight/incident.ts';
import type {SqlAnswer, SqlProgress} from '../format/sql-table.ts';
import type {MouseEvent} from '../keys/mouse-event.ts';
import type {PromptKind} from './ui-state.ts';

/** What a key asks for, or the answer to an earlier request. */
export type Action =
	| {readonly type: 'quit'}
	/** The answer to a confirmation question. */
	| {readonly type: 'answer'; readonly question: 'quit'; readonly isYes: boolean}
	| {readonly type: 'interrupt'}
	| {readonly type: 'suspend'}
	| {readonly type: 'redraw'}
	/** Resumes a stopped recording. */
	| {readonly type: 'record'}
	| {readonly type: 'toggle-help'}
	| {readonly type: 'toggle-describe'}
	| {readonly type: 'go-to-panel'; readonly key: string}
	| {readonly type: 'cycle-panel'; readonly by: 1 | -1}
	| {readonly type: 'open'}
	| {readonly type: 'back'}
	| {readonly type: 'move-cursor'; readonly move: CursorMove}
	/** A jump, for example from an incident or a result row. */
	| {readonly type: 'go-to-time'; readonly atMs: number}
	| {readonly type: 'await-mark'; readonly purpose: 'set' | 'go-to'}
	| {readonly type: 'name-mark'; readonly purpose: 'set' | 'go-to'; readonly name: string}
	| {readonly type: 'toggle-wrap'}
	| {readonly type: 'toggle-secrets'}
	| {readonly type: 'toggle-hosts'}
	| {readonly type: 'cycle-sort'}
	| {readonly type: 'go-to-start'}
	| {readonly type: 'go-to-end'}
	| {readonly type: 'move'; readonly by: 1 | -1; readonly unit: 'row' | 'page'}
	| {readonly type: 'next-match'; readonly direction: 'up' | 'down'}
	| {readonly type: 'next-error'; readonly direction: 'up' | 'down'}
	| {readonly type: 'next-incident'; readonly direction: 'up' | 'down'}
	/** The answer to a `lines` effect. */
	| {readonly type: 'evidence-came'; readonly number: number; readonly lines: ReadonlyArray<LogRow | undefined>}
	| {readonly type: 'mouse'; readonly event: MouseEvent}
	/** Halves or doubles the span of the timeline. */
	| {readonly type: 'zoom-timeline'; readonly into: 'half' | 'double'}
	| {readonly type: 'copy'}
	| {readonly type: 'show-context'}
	| {readonly type: 'filter-on-field'; readonly isExcluding: boolean}
	| {readonly type: 'open-prompt'; readonly kind: PromptKind}
	/** Typed or pasted text. Ignored outside a prompt. */
	| {readonly type: 'insert'; readonly text: string}
	| {readonly type: 'edit'; readonly edit: LineEdit}
	| {readonly type: 'apply-prompt'}
	| {readonly type: 'leave-prompt'}
	/** Recalls an earlier or later query in the prompt. */
	| {readonly type: 'recall'; readonly by: 1 | -1}
	| {readonly type: 'choose-column'; readonly by: 1 | -1}
	| {readonly type: 'sort-rows'}
	| {readonly type: 'ask-for-export'}
	| {readonly type: 'ask-for-lines-export'}
	/** The answers to an `export-lines` effect. */
	| {readonly type: 'export-progressed'; readonly path: string; readonly progress: ExportProgress}
	| {readonly type: 'export-ended'; readonly path: string; readonly end: ExportEnd}
	| {readonly type: 'sql-progressed'; readonly run: number; readonly progress: SqlProgress}
	/** The answer to a `run-sql` effect. */
	| {readonly type: 'sql-answered'; readonly run: number; readonly answer: SqlAnswer}
	/** The answer to an `export-sql` effect. */
	| {readonly type: 'said'; readonly message: string}
	/** The answer to a `find` effect. */
	| {readonly type: 'found'; readonly index: number | undefined; readonly missing: string}
	/** The answer to an `around` effect. */
	| {readonly type: 'context-came'; readonly index: number; readonly rows: readonly LogRow[]};

/** What a key does to the line being typed. */
export type LineEdit = 'left' | 'right' | 'start' | 'end' | 'delete-left' | 'delete-right' | 'delete-word' | 'delete-to-start';

/** What to do outside the screen's own state. */
export type Effect =
	| {readonly type: 'quit'}
	| {readonly type: 'interrupt'}
	| {readonly type: 'suspend'}
	| {readonly type: 'redraw'}
	| {readonly type: 'record'}
	| {readonly type: 'copy'; readonly text: string}
	| {readonly type: 'filter'; readonly filter: string | undefined}
	| {readonly type: 'cursor'; readonly move: CursorMove}
	/** Answered by `sql-answered`, and `sql-progressed` before it. */
	| {readonly type: 'run-sql'; readonly run: number; readonly sql: string}
	| {readonly type: 'cancel-sql'}
	/** Answered by `said`. */
	| {readonly type: 'export-sql'; readonly sql: string; readonly path: string}
	/** Answered by `export-progressed` and `export-ended`. */
	| {readonly type: 'export-lines'; readonly path: string}
	| {readonly type: 'cancel-export'}
	/** Answered by `found`; `missing` is the message if there is none. */
	| {readonly type: 'find'; readonly request: FindRequest; readonly missing: string}
	/** The lines of an incident's evidence; answered by `evidence-came`. */
	| {readonly type: 'lines'; readonly number: number; readonly places: readonly Evidence[]}
	/** Answered by `context-came`. */
	| {readonly type: 'around'; readonly index: number};
