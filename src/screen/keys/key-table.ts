import type {Action} from '../state/action.ts';

/** One key as the footer and the help show it: `{key: '/', label: 'filter'}`. */
export type KeyHint = {readonly key: string; readonly label: string};

/**
Where a key works: on the dashboard and over it, in an open event, in a query result, or while typing in a prompt.
*/
export type KeyPlace = 'everywhere' | 'event' | 'sql' | 'prompt';

/** One line of the help: some keys and what they do. */
export type KeyRow = {
	/** The keys as the help shows them. */
	readonly show: string;
	readonly help: string;
	readonly where: KeyPlace;
	/** One word for the footer. Only the most used keys have one. */
	readonly hint?: KeyHint;
	readonly keys: Readonly<Record<string, Action>>;
	/** Its keys go to the panels, so what it shows depends on which there are. */
	readonly isOfPanels?: true;
};

/**
The one key table: actions, the footer's hints, the help and the README's table all come from here.

A key is named by the character it types, or `Enter` `Esc` `Tab` `Space` `Up` `Down` `Left` `Right` `Home` `End` `PgUp`
`PgDn` `Backspace` `Delete`, with `Ctrl-` or `Shift-` in front.
*/
export const keyTable: readonly KeyRow[] = [
	{show: '?', help: 'help', where: 'everywhere', hint: {key: '?', label: 'help'}, keys: {'?': {type: 'toggle-help'}}},
	{
		show: '/',
		help: 'filter the event log; an empty filter shows everything',
		where: 'everywhere',
		hint: {key: '/', label: 'filter'},
		keys: {'/': {type: 'open-prompt', kind: 'filter'}},
	},
	{
		show: ':',
		help: 'query the log with SQL (table logs)',
		where: 'everywhere',
		hint: {key: ':', label: 'SQL'},
		keys: {':': {type: 'open-prompt', kind: 'sql'}},
	},
	{
		show: 'Space',
		help: 'play or pause; at the end of a file, play it from the start',
		where: 'everywhere',
		hint: {key: 'Space', label: 'play'},
		keys: {Space: {type: 'move-cursor', move: {type: 'toggle-play'}}},
	},
	{
		show: 'Left Right',
		help: 'move the cursor back or forward one bucket; with Shift, one minute',
		where: 'everywhere',
		keys: {
			Left: {type: 'move-cursor', move: {type: 'step', by: -1, unit: 'bucket'}},
			Right: {type: 'move-cursor', move: {type: 'step', by: 1, unit: 'bucket'}},
			'Shift-Left': {type: 'move-cursor', move: {type: 'step', by: -1, unit: 'minute'}},
			'Shift-Right': {type: 'move-cursor', move: {type: 'step', by: 1, unit: 'minute'}},
		},
	},
	{
		show: '[ ]',
		help: 'play slower, faster (0.1 to 10 000 times real time)',
		where: 'everywhere',
		keys: {
			'[': {type: 'move-cursor', move: {type: 'change-speed', by: -1}},
			']': {type: 'move-cursor', move: {type: 'change-speed', by: 1}},
		},
	},
	{
		show: 't',
		help: 'go to a time: 02:14, -10m (before the end), +10m (after the start), an ISO date',
		where: 'everywhere',
		hint: {key: 't', label: 'time'},
		keys: {t: {type: 'open-prompt', kind: 'time'}},
	},
	{
		show: "m '",
		help: "mark the cursor's time with a letter or digit, go to a mark; '' returns from the last jump",
		where: 'everywhere',
		keys: {m: {type: 'await-mark', purpose: 'set'}, "'": {type: 'await-mark', purpose: 'go-to'}},
	},
	{
		show: 'Up Down j k',
		help: 'up or down a row; in the stages panel, choose the stage that the timeline shows',
		where: 'everywhere',
		keys: {
			Up: {type: 'move', by: -1, unit: 'row'},
			Down: {type: 'move', by: 1, unit: 'row'},
			k: {type: 'move', by: -1, unit: 'row'},
			j: {type: 'move', by: 1, unit: 'row'},
		},
	},
	{
		show: 'PgUp PgDn',
		help: 'up or down a page',
		where: 'everywhere',
		keys: {PgUp: {type: 'move', by: -1, unit: 'page'}, PgDn: {type: 'move', by: 1, unit: 'page'}},
	},
	{
		show: 'g G',
		help: 'go to the start, to the end of the log; a live log then follows new lines',
		where: 'everywhere',
		keys: {g: {type: 'go-to-start'}, Home: {type: 'go-to-start'}, G: {type: 'go-to-end'}, End: {type: 'go-to-end'}},
	},
	{
		show: 'Enter',
		help: 'open the selected event; on another panel, show it full screen',
		where: 'everywhere',
		hint: {key: 'Enter', label: 'open'},
		keys: {Enter: {type: 'open'}},
	},
	{show: 'Esc', help: 'go back one step', where: 'everywhere', keys: {Esc: {type: 'back'}}},
	{
		show: 'e E',
		help: 'next, previous error',
		where: 'everywhere',
		hint: {key: 'e', label: 'error'},
		keys: {e: {type: 'next-error', direction: 'down'}, E: {type: 'next-error', direction: 'up'}},
	},
	{
		show: 'i I',
		help: 'next, previous incident: what, why, impact, end; there Enter goes to an evidence line',
		where: 'everywhere',
		hint: {key: 'i', label: 'incident'},
		keys: {i: {type: 'next-incident', direction: 'down'}, I: {type: 'next-incident', direction: 'up'}},
	},
	{
		show: 'n N',
		help: 'next, previous line that matches the filter',
		where: 'everywhere',
		keys: {n: {type: 'next-match', direction: 'down'}, N: {type: 'next-match', direction: 'up'}},
	},
	{
		show: 'Tab',
		help: 'next panel; Shift-Tab for the previous one',
		where: 'everywhere',
		hint: {key: 'Tab', label: 'panel'},
		keys: {Tab: {type: 'cycle-panel', by: 1}, 'Shift-Tab': {type: 'cycle-panel', by: -1}},
	},
	{
		show: '1 to 9',
		help: 'go to a panel; again for full screen',
		where: 'everywhere',
		keys: Object.fromEntries([...'123456789'].map(key => [key, {type: 'go-to-panel', key} as const])),
		isOfPanels: true,
	},
	{
		show: '+ -',
		help: 'zoom the timeline in around the cursor, or out',
		where: 'everywhere',
		keys: {'+': {type: 'zoom-timeline', into: 'half'}, '-': {type: 'zoom-timeline', into: 'double'}},
	},
	{
		show: 'd',
		help: 'describe the stages: what each does, and its signature',
		where: 'everywhere',
		hint: {key: 'd', label: 'stages'},
		keys: {d: {type: 'toggle-describe'}},
	},
	{
		show: 's',
		help: 'sort the stages by the next column',
		where: 'everywhere',
		hint: {key: 's', label: 'sort'},
		keys: {s: {type: 'cycle-sort'}},
	},
	{show: 'h', help: 'split the stages by host', where: 'everywhere', keys: {h: {type: 'toggle-hosts'}}},
	{show: 'r', help: 'show secrets, or mask them again', where: 'everywhere', keys: {r: {type: 'toggle-secrets'}}},
	{show: 'w', help: 'wrap long lines', where: 'everywhere', keys: {w: {type: 'toggle-wrap'}}},
	{
		show: 'y',
		help: 'copy the selected line, the selected field of an open event, or the incident as Markdown (OSC 52, in tmux too)',
		where: 'everywhere',
		keys: {y: {type: 'copy'}},
	},
	{
		show: 'c',
		help: 'in an open event: show the lines around it',
		where: 'event',
		hint: {key: 'c', label: 'context'},
		keys: {c: {type: 'show-context'}},
	},
	{
		show: '= !',
		help: 'in an open event: show only, or hide, events with this value in the selected field',
		where: 'event',
		hint: {key: '= !', label: 'filter'},
		keys: {'=': {type: 'filter-on-field', isExcluding: false}, '!': {type: 'filter-on-field', isExcluding: true}},
	},
	{
		show: 'x',
		help: 'export the lines that match the filter to a new file; again to stop',
		where: 'everywhere',
		keys: {x: {type: 'ask-for-lines-export'}},
	},
	{
		show: 'Left Right s',
		help: 'in a query result: previous column, next column, sort by it',
		where: 'sql',
		hint: {key: 's', label: 'sort'},
		keys: {Left: {type: 'choose-column', by: -1}, Right: {type: 'choose-column', by: 1}, s: {type: 'sort-rows'}},
	},
	{
		show: 'Enter x',
		help: "in a query result: go to the row's time, export the result (CSV, JSON, Parquet)",
		where: 'sql',
		hint: {key: 'x', label: 'export'},
		keys: {Enter: {type: 'open'}, x: {type: 'ask-for-export'}},
	},
	{
		show: 'Enter Esc',
		help: 'while typing: apply, cancel',
		where: 'prompt',
		hint: {key: 'Enter', label: 'apply'},
		keys: {Enter: {type: 'apply-prompt'}, Esc: {type: 'leave-prompt'}},
	},
	{
		show: 'Ctrl-A Ctrl-E',
		help: 'while typing: go to the start, to the end of the line',
		where: 'prompt',
		keys: {
			'Ctrl-A': {type: 'edit', edit: 'start'},
			'Ctrl-E': {type: 'edit', edit: 'end'},
			Home: {type: 'edit', edit: 'start'},
			End: {type: 'edit', edit: 'end'},
			Left: {type: 'edit', edit: 'left'},
			Right: {type: 'edit', edit: 'right'},
		},
	},
	{
		show: 'Up Down',
		help: 'while typing SQL: earlier query, later query',
		where: 'prompt',
		keys: {Up: {type: 'recall', by: -1}, Down: {type: 'recall', by: 1}},
	},
	{
		show: 'Ctrl-U Ctrl-W',
		help: 'while typing: delete to the start, delete a word',
		where: 'prompt',
		keys: {
			'Ctrl-U': {type: 'edit', edit: 'delete-to-start'},
			'Ctrl-W': {type: 'edit', edit: 'delete-word'},
			Backspace: {type: 'edit', edit: 'delete-left'},
			Delete: {type: 'edit', edit: 'delete-right'},
		},
	},
	{
		show: 'R',
		help: 'resume recording after a full or slow disk stopped it',
		where: 'everywhere',
		keys: {R: {type: 'record'}},
	},
	{show: 'Ctrl-L', help: 'redraw the screen', where: 'everywhere', keys: {'Ctrl-L': {type: 'redraw'}}},
	{show: 'Ctrl-Z', help: 'suspend; fg resumes', where: 'everywhere', keys: {'Ctrl-Z': {type: 'suspend'}}},
	{
		show: 'q Ctrl-C',
		help: 'quit and end the pipeline started here; --keep leaves it running (q asks first if nothing can keep it any more)',
		where: 'everywhere',
		hint: {key: 'q', label: 'quit'},
		keys: {q: {type: 'quit'}, 'Ctrl-C': {type: 'interrupt'}},
	},
];
