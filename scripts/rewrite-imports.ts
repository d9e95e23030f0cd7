import {isBuiltin} from 'node:module';
import {type AnyNode, type Identifier, type ImportDeclaration, type Literal, parse} from 'acorn';

/**
A part of a program, a module, as a function of the script that the program becomes: what it imports are its constants, what it exports is what it returns.

@throws Where the module has something that can't be said so: the bundler has changed how it writes.
*/
export function functionOf(module: string): string {
	const body = replaced(module, (node, isLast) => {
		switch (node.type) {
			case 'ImportDeclaration':
				return builtinConstants(node) ?? constants(node, `await ${takenFrom(node.source)}`);
			case 'ImportExpression':
				return node.source.type === 'Literal' ? takenFrom(node.source) : {keyword: 'importModule'};
			case 'ExportNamedDeclaration':
				if (node.declaration || node.source || !isLast) {
					return strange(module, node);
				}
				return `return{${node.specifiers.map(({local, exported}) => `${nameOf(exported)}:${nameOf(local)}`).join(',')}};`;
			case 'ExportAllDeclaration':
			case 'ExportDefaultDeclaration':
			case 'MetaProperty':
				return strange(module, node);
			default:
				return undefined;
		}
	});
	return `async(takePart,importModule,importMeta)=>{${body}}`;
}

/**
A module that asks for Node's own modules by a call. To `import` one, Node reads each of its exports, and so loads all that stands behind getters (streams, MIME types, locks).
*/
export function withBuiltinsByCall(module: string): string {
	return replaced(module, node => (node.type === 'ImportDeclaration' ? builtinConstants(node) : undefined));
}

function builtinConstants(node: ImportDeclaration): string | undefined {
	const name = String(node.source.value);
	return isBuiltin(name) ? constants(node, `globalThis.process.getBuiltinModule(${JSON.stringify(name)})`, true) : undefined;
}

const takenFrom = ({value}: Literal): string => {
	const from = String(value);
	return from.startsWith('./') ? `takePart(${JSON.stringify(from.slice(2))})` : `importModule(${JSON.stringify(from)})`;
};

/** The names that a module imports as constants. @param isDefault - The value itself is the default export. */
function constants({specifiers}: ImportDeclaration, value: string, isDefault = false): string {
	const names = specifiers.map(specifier => {
		const imported =
			specifier.type === 'ImportSpecifier'
				? nameOf(specifier.imported)
				: specifier.type === 'ImportDefaultSpecifier'
					? 'default'
					: undefined;
		return imported === undefined || (isDefault && imported === 'default') ? specifier.local.name : `{${imported}:${specifier.local.name}}`;
	});
	return names.length === 0 ? `${value};` : names.map(name => `const ${name}=${value};`).join('');
}

const nameOf = (node: Identifier | Literal): string => (node.type === 'Identifier' ? node.name : String(node.raw));

function strange(module: string, {type, start, end}: AnyNode): never {
	throw new Error(
		`a part of the bundle has a ${type} that the build can't put into a script (rewrite-imports.ts): ${module.slice(start, end).slice(0, 100)}`,
	);
}

/** What stands in the place of a node, or of the word that it begins with. */
type Replacement = string | {readonly keyword: string} | undefined;

/** The code with what `replace` says; it looks no deeper into nodes that are replaced as a whole. */
function replaced(code: string, replace: (node: AnyNode, isLast: boolean) => Replacement): string {
	const {body} = parse(code, {ecmaVersion: 'latest', sourceType: 'module'});
	let written = '';
	let at = 0;
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) {
			value.forEach(visit);
		} else if (isNode(value)) {
			const replacement = replace(value, value === body.at(-1));
			if (typeof replacement === 'string') {
				written += code.slice(at, value.start) + replacement;
				at = value.end;
				return;
			}
			if (replacement !== undefined) {
				written += code.slice(at, value.start) + replacement.keyword;
				at = value.start + (/^\w+/.exec(code.slice(value.start, value.start + 20))?.[0].length ?? 0);
			}
			Object.values(value).forEach(visit);
		}
	};
	visit(body);
	return written + code.slice(at);
}

const isNode = (value: unknown): value is AnyNode => typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
