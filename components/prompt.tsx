import {memo} from 'react';
import {type Line, line, type Piece} from '../src/screen/look/line.ts';
import type {Prompt, PromptKind} from '../src/screen/state/ui-state.ts';
import {sanitize} from '../src/screen/text/sanitize.ts';
import {fitEnd, headOf} from '../src/screen/text/truncate.ts';
import {displayWidth} from '../src/screen/text/width.ts';
import type {Part} from './widgets/part.ts';
import {Rows} from './widgets/rows.tsx';

const prompts: Readonly<Record<PromptKind, {readonly label: string; readonly hint: string}>> = {
	filter: {label: ' filter / ', hint: 'a word, or level>=warn and component=enrichment, elapsedMs>500, reason~"refused|timeout"'},
	sql: {label: ' sql : ', hint: 'SELECT component, avg(elapsed_ms) WHERE event = "stage_completed" GROUP BY component   Up recalls'},
	export: {label: ' export to ', hint: 'a .csv, .json, .jsonl or .parquet file'},
	'export-lines': {label: ' lines to ', hint: 'a new file for the matching lines, as they were written'},
	time: {label: ' go to time ', hint: '02:14, 02:14:30, -10m (before the end), +10m (after the start), 2024-01-16T02:14'},
};

type PromptProps = Part & {readonly prompt: Prompt};

/** The line being typed, with its caret and, below the column of an error, the reason. */
export const PromptLine = memo((props: PromptProps) => <Rows name={props.region} x={props.x} y={props.y} lines={promptLines(props)} />);

function promptLines(props: PromptProps): readonly Line[] {
	const {prompt, theme, width, height} = props;
	const {text, caret, error} = prompt;
	const {label} = prompts[prompt.kind];
	const room = Math.max(1, width - label.length - 1);
	const before = sanitize(text.slice(0, caret), theme.ascii);
	// A long line scrolls left to keep the caret visible.
	const hidden = Math.max(0, displayWidth(before) - room + 1);
	const shownBefore =
		hidden === 0 ? before : fitEnd(before.slice(headOf(before, hidden).length), Math.min(room - 1, displayWidth(before) - hidden), '');
	const [under = ' '] = Array.from(sanitize(text.slice(caret), theme.ascii));
	const after = sanitize(text.slice(caret), theme.ascii).slice(under === ' ' && caret >= text.length ? 0 : under.length);
	const caretPiece: Piece =
		theme.colorLevel === 0 ? theme.glyphs.caret + (caret < text.length ? under : '') : {text: under, style: theme.selection};
	const input = line([{text: label, style: theme.accent}, shownBefore, caretPiece, after], width, theme);
	if (height < 2) {
		return [error === undefined ? input : line([{text: label, style: theme.danger}, shownBefore, caretPiece, after], width, theme)];
	}

	return [
		input,
		error === undefined
			? hintLine(prompt.kind, props)
			: errorLine(error, label.length + displayWidth(sanitize(text.slice(0, error.column), theme.ascii)) - hidden, props),
	];
}

/** `^ why` below the column, or `why ^` if the text would run over the right edge. */
function errorLine({message}: {readonly message: string}, column: number, {theme, width}: PromptProps): Line {
	const at = Math.max(0, Math.min(column, width - 1));
	const why = sanitize(message, theme.ascii);
	const isRight = at + 2 + displayWidth(why) <= width || at < width / 2;
	const text = isRight ? `${' '.repeat(at)}^ ${why}` : `${' '.repeat(Math.max(0, at - displayWidth(why) - 1))}${why} ^`;
	return line([{text, style: theme.danger}], width, theme);
}

function hintLine(kind: PromptKind, {theme, width}: PromptProps): Line {
	const {label, hint} = prompts[kind];
	const text = `${' '.repeat(label.length)}${hint}   Enter apply  Esc cancel`;
	return line([{text, style: theme.muted}], width, theme);
}
