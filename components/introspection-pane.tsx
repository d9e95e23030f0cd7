import {memo} from 'react';
import type {SignatureView, Snapshot, StageView} from '../src/insight/snapshot.ts';
import {formatPercent, formatRate} from '../src/screen/format/format.ts';
import {formatTime} from '../src/screen/format/format-time.ts';
import {pastText} from '../src/screen/format/past-rate.ts';
import type {Piece} from '../src/screen/look/line.ts';
import {foreign, foreignName} from '../src/screen/text/foreign.ts';
import {fitEnd} from '../src/screen/text/truncate.ts';
import {displayWidth} from '../src/screen/text/width.ts';
import {wrapWords} from '../src/screen/text/wrap-words.ts';
import {innerHeight, innerWidth} from './widgets/box.ts';
import {Panel} from './widgets/panel.tsx';
import type {ScrolledPart} from './widgets/part.ts';
import {scrolled} from './widgets/scroll.ts';

type IntrospectionProps = ScrolledPart & Pick<Snapshot, 'signatures' | 'stages' | 'atMs'>;

/**
Describes the stages: name and signature, description, and current figures. For stages that never announced themselves,
the fields seen in their events.
*/
export const IntrospectionPane = memo((props: IntrospectionProps) => {
	const {signatures, timeZone, scroll} = props;
	const announced = signatures.map(({announcedAtMs}) => announcedAtMs).filter(time => time !== undefined);
	const first = announced.length === 0 ? undefined : announced.reduce((least, time) => Math.min(least, time));
	const left = first === undefined ? undefined : `announced by the pipeline at ${formatTime(first, timeZone)}`;
	const rows = signatures.length === 0 ? nothingYet(props) : allSignatures(props);
	const content = scrolled(rows, innerHeight(props), scroll);
	return <Panel {...props} title="Stages of the pipeline" left={left} right="Esc closes" content={content} />;
});

function allSignatures(props: IntrospectionProps): ReadonlyArray<readonly Piece[]> {
	const {signatures, theme} = props;
	const cells = innerWidth(props) - 2;
	const longest = signatures.reduce((most, {name}) => Math.max(most, displayWidth(foreignName(name, theme))), 0);
	const nameCells = Math.min(longest, Math.max(8, Math.floor(cells * 0.3)));
	return signatures.flatMap(signature => signatureRows(signature, nameCells, cells, props));
}

function signatureRows(
	signature: SignatureView,
	nameCells: number,
	cells: number,
	props: IntrospectionProps,
): ReadonlyArray<readonly Piece[]> {
	const {theme, stages} = props;
	const textCells = Math.max(8, cells - nameCells - 2);
	const indent = ' '.repeat(nameCells + 3);
	const head = signature.signature;
	const lines = head === undefined ? ['signature not announced'] : wrapWords(foreign(head, theme), textCells);
	const name: Piece = {text: fitEnd(foreignName(signature.name, theme), nameCells, theme.glyphs.ellipsis), style: theme.strong};
	const rows: Array<readonly Piece[]> = lines.map((text, index): readonly Piece[] => {
		const piece: Piece = {text, style: head === undefined ? theme.muted : theme.accent};
		return index === 0 ? [' ', name, '  ', piece] : [indent, piece];
	});
	if (signature.description !== undefined) {
		rows.push(...wrapWords(foreign(signature.description, theme), textCells).map(text => [indent, text]));
	}

	const stage = stages.find(({name: stageName}) => stageName === signature.stage);
	if (stage !== undefined) {
		rows.push(...wrapWords(liveText(stage, props), textCells).map((text): readonly Piece[] => [indent, {text, style: theme.muted}]));
	}

	if (head === undefined && signature.seenFields.length > 0) {
		const seen = foreign(signature.seenFields.join(' '), theme);
		rows.push(...wrapWords(`seen: ${seen}`, textCells).map((text): readonly Piece[] => [indent, {text, style: theme.muted}]));
	}

	return rows;
}

function liveText(stage: StageView, {theme, atMs}: IntrospectionProps): string {
	const {name, throughputRps, passRate} = stage;
	const past = pastText(stage, atMs);
	return `live as \`${foreignName(name, theme)}\`: ${formatRate(throughputRps)} rps${past === undefined ? '' : ` ${past}`}, pass ${formatPercent(passRate)}`;
}

function nothingYet({theme}: IntrospectionProps): ReadonlyArray<readonly Piece[]> {
	return [
		[' No stage has announced itself or completed work yet.'],
		[{text: ' A stage announces itself with stage_described: stage, description, signature.', style: theme.muted}],
	];
}
