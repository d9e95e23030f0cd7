import type {Action} from '../state/action.ts';

/** One key as the footer and the help show it: `{key: '/', label: 'filter'}`. */
export type KeyHint = {readonly key: string; readonly label: string};

/** Where a key works: on the dashboard and over it, in an opened event, in a query's result, or while a line is typed. */
export type KeyPlace = 'everywhere' | 'event' | 'sql' | 'prompt';

/** One line of the help: some keys and what they do. */
export type KeyRow = {
	/** The keys as the help shows them. */
	readonly show: string;
	readonly help: string;
	readonly where: KeyPlace;
	/** In a word, for the footer; only the keys that are asked for most have one. */
	readonly hint?: KeyHint;
	readonly keys: Readonly<Record<string, Action>>;
};

/**
The one key table. What a key does, the footer's hints, the help and the README's table come from here.

Keys are named by the character they type, or `Enter` `Esc` `Tab` `Space` `Up` `Down` `Left` `Right` `Home` `End` `PgUp` `PgDn` `Backspace` `Delete`, with `Ctrl-` or `Shift-` before.
*/
export const keyTable: readonly KeyRow[] = [
	{show: '?', help: 'help', where: 'everywhere', hint: {key: '?', label: 'help'}, keys: {'?': {type: 'toggle-help'}}},
	{
		show: '/',
		help: 'filter the event log; an empty filter shows all',
		where: 'everywhere',
		hint: {key: '/', label: 'filter'},
		keys: {'/': {type: 'open-prompt', kind: 'filter'}},
	},
	{
		show: ':',
		help: 'SQL over the log: the table logs',
		where: 'everywhere',
		hint: {key: ':', label: 'SQL'},
		keys: {':': {type: 'open-prompt', kind: 'sql'}},
	},
	{
		show: 'Space',
		help: 'play and pause; a file at its end from its start',
		where: 'everywhere',
		hint: {key: 'Space', label: 'play'},
		keys: {Space: {type: 'move-cursor', move: {type: 'toggle-play'}}},
	},
	{
		show: 'Left Right',
		help: 'the cursor a bucket back or on; with Shift a minute',
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
		help: 'play slower, faster: 0.1 to 10 000 times real time',
		where: 'everywhere',
		keys: {
			'[': {type: 'move-cursor', move: {type: 'change-speed', by: -1}},
			']': {type: 'move-cursor', move: {type: 'change-speed', by: 1}},
		},
	},
	{
		show: 't',
		help: 'go to a time: 02:14, -10m before the end, +10m after the start, an ISO date',
		where: 'everywhere',
		hint: {key: 't', label: 'time'},
		keys: {t: {type: 'open-prompt', kind: 'time'}},
	},
	{
		show: "m '",
		help: "mark the cursor's time with a letter or digit, go to a mark; '' goes back to before the last jump",
		where: 'everywhere',
		keys: {m: {type: 'await-mark', purpose: 'set'}, "'": {type: 'await-mark', purpose: 'go-to'}},
	},
	{
		show: 'Up Down j k',
		help: 'a row up or down; in the stages, the stage of which the timeline has a line',
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
		help: 'a page up or down',
		where: 'everywhere',
		keys: {PgUp: {type: 'move', by: -1, unit: 'page'}, PgDn: {type: 'move', by: 1, unit: 'page'}},
	},
	{
		show: 'g G',
		help: 'to the start of the log; to its end, live following what comes',
		where: 'everywhere',
		keys: {g: {type: 'go-to-start'}, Home: {type: 'go-to-start'}, G: {type: 'go-to-end'}, End: {type: 'go-to-end'}},
	},
	{
		show: 'Enter',
		help: 'open the selected event; on another panel, give it the whole screen',
		where: 'everywhere',
		hint: {key: 'Enter', label: 'open'},
		keys: {Enter: {type: 'open'}},
	},
	{show: 'Esc', help: 'one step back', where: 'everywhere', keys: {Esc: {type: 'back'}}},
	{
		show: 'e E',
		help: 'next, previous error',
		where: 'everywhere',
		hint: {key: 'e', label: 'error'},
		keys: {e: {type: 'next-error', direction: 'down'}, E: {type: 'next-error', direction: 'up'}},
	},
	{
		show: 'i I',
		help: 'next, previous incident: what, why, what it cost, how it ended; there Enter goes to a line that shows it',
		where: 'everywhere',
		hint: {key: 'i', label: 'incident'},
		keys: {i: {type: 'next-incident', direction: 'down'}, I: {type: 'next-incident', direction: 'up'}},
	},
	{
		show: 'n N',
		help: 'next, previous line that the filter matches',
		where: 'everywhere',
		keys: {n: {type: 'next-match', direction: 'down'}, N: {type: 'next-match', direction: 'up'}},
	},
	{
		show: 'Tab',
		help: 'next panel; Shift-Tab the one before',
		where: 'everywhere',
		hint: {key: 'Tab', label: 'panel'},
		keys: {Tab: {type: 'cycle-panel', by: 1}, 'Shift-Tab': {type: 'cycle-panel', by: -1}},
	},
	{
		show: '1 2 3 4 5 6',
		help: 'stages, bottleneck, circuits, caches, timeline, events; again: the whole screen',
		where: 'everywhere',
		keys: {
			1: {type: 'go-to-panel', panel: 'stages'},
			2: {type: 'go-to-panel', panel: 'bottleneck'},
			3: {type: 'go-to-panel', panel: 'circuits'},
			4: {type: 'go-to-panel', panel: 'caches'},
			5: {type: 'go-to-panel', panel: 'timeline'},
			6: {type: 'go-to-panel', panel: 'events'},
		},
	},
	{
		show: '+ -',
		help: 'half of the timeline, around the cursor; twice of it, up to the whole log',
		where: 'everywhere',
		keys: {'+': {type: 'zoom-timeline', into: 'half'}, '-': {type: 'zoom-timeline', into: 'double'}},
	},
	{
		show: 'd',
		help: 'what the stages are: description and signature',
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
	{show: 'r', help: 'secrets as they were written; again: masked', where: 'everywhere', keys: {r: {type: 'toggle-secrets'}}},
	{show: 'w', help: 'wrap long lines', where: 'everywhere', keys: {w: {type: 'toggle-wrap'}}},
	{
		show: 'y',
		help: 'copy the selected line, in an opened event the selected field, or the incident as Markdown (OSC 52, inside tmux too)',
		where: 'everywhere',
		keys: {y: {type: 'copy'}},
	},
	{
		show: 'c',
		help: 'in an opened event: the lines around it',
		where: 'event',
		hint: {key: 'c', label: 'context'},
		keys: {c: {type: 'show-context'}},
	},
	{
		show: '= !',
		help: 'in an opened event: only, or without, events that have this value in the selected field',
		where: 'event',
		hint: {key: '= !', label: 'filter'},
		keys: {'=': {type: 'filter-on-field', isExcluding: false}, '!': {type: 'filter-on-field', isExcluding: true}},
	},
	{
		show: 'x',
		help: 'write the lines that match the filter into a new file, as they were written; again: stop that',
		where: 'everywhere',
		keys: {x: {type: 'ask-for-lines-export'}},
	},
	{
		show: 'Left Right s',
		help: "in a query's result: the column before, the next; sort by it",
		where: 'sql',
		hint: {key: 's', label: 'sort'},
		keys: {Left: {type: 'choose-column', by: -1}, Right: {type: 'choose-column', by: 1}, s: {type: 'sort-rows'}},
	},
	{
		show: 'Enter x',
		help: "in a query's result: go to the row's time; write the result into a file (CSV, JSON, Parquet)",
		where: 'sql',
		hint: {key: 'x', label: 'export'},
		keys: {Enter: {type: 'open'}, x: {type: 'ask-for-export'}},
	},
	{
		show: 'Enter Esc',
		help: 'where a line is typed: apply it, leave all as it was',
		where: 'prompt',
		hint: {key: 'Enter', label: 'apply'},
		keys: {Enter: {type: 'apply-prompt'}, Esc: {type: 'leave-prompt'}},
	},
	{
		show: 'Ctrl-A Ctrl-E',
		help: 'there: to its start, to its end',
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
		help: 'there: an earlier query, a later one',
		where: 'prompt',
		keys: {Up: {type: 'recall', by: -1}, Down: {type: 'recall', by: 1}},
	},
	{
		show: 'Ctrl-U Ctrl-W',
		help: 'there: delete to its start, delete a word',
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
		help: 'record on, after a full or slow disk has stopped the recording',
		where: 'everywhere',
		keys: {R: {type: 'record'}},
	},
	{show: 'Ctrl-L', help: 'draw the screen anew', where: 'everywhere', keys: {'Ctrl-L': {type: 'redraw'}}},
	{show: 'Ctrl-Z', help: 'suspend; fg comes back', where: 'everywhere', keys: {'Ctrl-Z': {type: 'suspend'}}},
	{
		show: 'q Ctrl-C',
		help: 'quit, and end the pipeline that was started here (not with --keep, unless nothing keeps it any more: then q asks)',
		where: 'everywhere',
		hint: {key: 'q', label: 'quit'},
		keys: {q: {type: 'quit'}, 'Ctrl-C': {type: 'interrupt'}},
	},
];
