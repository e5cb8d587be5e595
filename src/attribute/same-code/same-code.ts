import type { AppCode } from '../../flow/app-code.ts';
import { commonShare } from './likeness.ts';

/**
 * How alike two apps are. At `same` and `same code, repacked` a verdict on one speaks for the other as far as code decides; at `alike` and
 * `different` it does not; `not told` where either's code could not be read.
 */
export type SameCodeGrade = 'same' | 'same code, repacked' | 'alike' | 'different' | 'not told';

/** A grade with what it rests on. */
export interface SameCode {
  readonly grade: SameCodeGrade;
  /** One line. */
  readonly because: string;
}

/**
 * Of so many of all classes that either has, both must have one that does the same, or is called the same, for two apps to be called alike. Measured on public
 * APKs: releases of one app share 0.97 and more, another app's 0 (docs/same-code.md).
 */
export const ALIKE_SHARE = 0.5;

/** So few classes of its own make no share worth telling. */
const FEWEST_CLASSES = 20;

/** Whether a verdict on one of two apps of this grade speaks for the other. */
export function speaksForTheOther(grade: SameCodeGrade): boolean {
  return grade === 'same' || grade === 'same code, repacked';
}

/** Grades two apps by their code, whatever their names and versions. */
export function gradeOf(left: AppCode, right: AppCode): SameCode {
  const withoutDex = [left, right].find(({ dex }) => dex.length === 0);
  if (withoutDex !== undefined) return { grade: 'not told', because: `the APK of ${named(withoutDex)} has no dex: its code lies beside it in compiled form, which is not read` };
  const differences = executableDifferences(left, right);
  if (differences.length === 0) return unreadOf(left, right) ?? sameOf(left, right);
  return unreadOf(left, right) ?? likenessOf(left, right, differences);
}

/** What differs of all that can run. Another numbering of the same classes is no difference. */
function executableDifferences(left: AppCode, right: AppCode): readonly string[] {
  const hasSameDex = sameSet(dexDigests(left), dexDigests(right)) || (left.code !== undefined && left.code === right.code);
  return [
    ...(hasSameDex ? [] : ['dex']),
    ...(hasSameNativeLibraries(left, right) ? [] : ['native libraries']),
    ...(sameSet(left.otherCode.map(({ sha256 }) => sha256), right.otherCode.map(({ sha256 }) => sha256)) ? [] : ['code among the assets']),
  ];
}

/** Undefined where all that is needed was read. The dex files need not be, where they are the same to the byte. */
function unreadOf(left: AppCode, right: AppCode): SameCode | undefined {
  const sameToTheByte = sameSet(dexDigests(left), dexDigests(right));
  for (const app of [left, right]) {
    const unread = app.unread.find(({ path }) => !(sameToTheByte && /^classes\d*\.dex$/.test(path)));
    if (unread !== undefined) return { grade: 'not told', because: `of ${named(app)} ${unread.path} could not be read: ${unread.why}` };
  }
  return undefined;
}

function sameOf(left: AppCode, right: AppCode): SameCode {
  const isDexSame = sameSet(dexDigests(left), dexDigests(right));
  const isSignerSame = left.signers.length > 0 && sameSet(left.signers, right.signers);
  if (isDexSame && isSignerSame) return { grade: 'same', because: `${said(left.dex.length, 'dex file')} and ${said(left.nativeLibraries.length, 'native library', 'native libraries')} are the same to the byte, and so is the signer` };
  const dex = isDexSame ? 'the dex files are the same to the byte' : 'every class does the same, though the dex files were written anew';
  const signer = isSignerSame ? 'the signer is the same' : 'the signer is another';
  return { grade: 'same code, repacked', because: `${dex}; ${signer}` };
}

/**
 * Apps are different only where neither what their classes do nor what they are called is the same, nor whom they name: a build may
 * name another host, or rename every class, and be the same app for all that.
 */
function likenessOf(left: AppCode, right: AppCode, differences: readonly string[]): SameCode {
  if (Math.min(left.classCode.count, right.classCode.count) < FEWEST_CLASSES) {
    return { grade: 'not told', because: `they differ in ${differences.join(', ')}, and one of them has fewer than ${FEWEST_CLASSES} classes of its own to compare` };
  }
  const [share, called] = [commonShare(left.classCode, right.classCode), commonShare(left.classNames, right.classNames)];
  const others = [
    ...(sameSet(left.trackers, right.trackers) ? [] : ['tracking SDKs']),
    ...(sameSet(left.endpoints, right.endpoints) ? [] : ['hosts that they name']),
  ];
  const differ = `${percent(share)} of their own classes do the same, ${percent(called)} have the same name; they differ in ${[...differences, ...others].join(', ')}`;
  const because = others.length === 0 ? `${differ}; tracking SDKs and named hosts are the same` : differ;
  if (share >= ALIKE_SHARE || called >= ALIKE_SHARE) return { grade: 'alike', because };
  const speaksToTheSame = left.endpoints.length > 0 && sameSet(left.endpoints, right.endpoints);
  return speaksToTheSame ? { grade: 'not told', because: `${because}: the classes may have been renamed` } : { grade: 'different', because };
}

/** By each kind of processor that both have libraries for. */
function hasSameNativeLibraries(left: AppCode, right: AppCode): boolean {
  const [ofLeft, ofRight] = [byAbi(left), byAbi(right)];
  const common = [...ofLeft.keys()].filter((abi) => ofRight.has(abi));
  if (common.length === 0) return ofLeft.size === 0 && ofRight.size === 0;
  return common.every((abi) => sameSet(ofLeft.get(abi) ?? [], ofRight.get(abi) ?? []));
}

function byAbi({ nativeLibraries }: AppCode): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { abi, name, sha256 } of nativeLibraries) found.set(abi, [...(found.get(abi) ?? []), `${name} ${sha256}`]);
  return found;
}

const dexDigests = ({ dex }: AppCode): readonly string[] => dex.map(({ sha256 }) => sha256);

function sameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && [...left].sort().join('\n') === [...right].sort().join('\n');
}

/** `com.mi.globalbrowser 12.1.4-g` */
export function named({ package: name, versionName }: AppCode): string {
  return versionName === '' ? name : `${name} ${versionName}`;
}

function said(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** Rounded down: what is not wholly the same is never called 100 %. */
const percent = (share: number): string => `${Math.floor(share * 100)} %`;
