import {foldSources} from '../../engine/fold/fold-sources.ts';
import {NothingFoundError, UsageError} from '../../errors.ts';
import type {Misread, SignatureView} from '../../insight/snapshot.ts';
import {snapshotAt} from '../../insight/snapshot-at.ts';
import {describeMarkdown} from '../../pipeline/introspection/describe-markdown.ts';
import {redactText} from '../../screen/text/redact.ts';
import {sanitize} from '../../screen/text/sanitize.ts';
import {safeJson} from '../safe-json.ts';
import {selectionOf} from '../selection.ts';
import {tellMisread} from '../tell-misread.ts';
import type {InspectOptions} from './inspect-options.ts';

/**
Lists the stages of a log: first those that announced themselves, then the others with the fields of their events.

@param onProblem - Called for parts of the log that can't be read.
@returns Also what was not understood of the log.
@throws NothingFoundError if the log has no stages.
*/
export async function inspectLog(
	options: InspectOptions,
	onProblem: (problem: string) => void,
): Promise<{readonly text: string; readonly misread: Misread}> {
	const {format} = options;
	if (format === 'json-schema') {
		throw new UsageError(
			'--json-schema needs the live stages, not a log (name the module that exports them: obs-top inspect ./stages.ts --json-schema)',
		);
	}
	const {series, counts, hasTime, dialects, problems} = await foldSources(options, {
		read: options.read,
		selection: await selectionOf(options),
	});
	const {signatures} = snapshotAt(series, {atMs: undefined, windowMs: undefined, hasTime, source: counts, dialects});
	problems.forEach(onProblem);
	if (signatures.length === 0) {
		tellMisread(counts, options);
		throw new NothingFoundError(
			'no stages found: no stage in the log completed, failed or described itself (try obs-top inspect ./stages.ts)',
		);
	}
	return {text: printed(signatures, format), misread: counts};
}

function printed(signatures: readonly SignatureView[], format: 'text' | 'markdown' | 'json'): string {
	switch (format) {
		case 'text':
			return signatures.map(toText).join('');
		case 'markdown':
			return describeMarkdown(signatures.map(toDescription));
		case 'json':
			return safeJson(signatures.map(toJson));
	}
}

function toText(view: SignatureView): string {
	const {stage, description, signature} = toDescription(view);
	return `Stage: ${stage}\n  Description: ${description}\n  Signature: ${signature}\n`;
}

function toDescription({name, description, signature, stage, seenFields}: SignatureView) {
	return {
		stage: sanitize(name),
		component: stage === name || stage === undefined ? undefined : sanitize(stage),
		description: safe(description ?? (seenFields.length === 0 ? 'No docstring' : `Fields seen in its events: ${seenFields.join(', ')}`)),
		signature: safe(signature ?? 'not announced'),
		params: [],
	};
}

const safe = (text: string): string => sanitize(redactText(text));

function toJson({name, stage, description, signature, announcedAtMs, seenFields}: SignatureView) {
	return {
		name,
		stage: stage ?? null,
		description: description ?? null,
		signature: signature ?? null,
		announcedAt: announcedAtMs === undefined ? null : new Date(announcedAtMs).toISOString(),
		seenFields,
	};
}
