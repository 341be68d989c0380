// Passphrases, passwords and codes that people send although nobody asked for them.

/** Something that reads like a secret being told. Such a text is answered with a warning and kept nowhere. */
export function looksLikePassphrase(text: string): boolean {
  return SECRETS.some((secret) => secret.test(text));
}

const SECRET = String.raw`(?:pas+[ -]?(?:phrase|prase|frase|frasa)|pas+ ?word|kata ?sandi|fras[ae] ?sandi|\bsandi|\b(?:pass|pwd?|pin|otp))(?:-?(?:nya|ku|mu))?\b`;
const OF_WHOM = String.raw`(?:tte|saya|sy|aku|gue|gw|kami|nya|anda|my|the|is|itu|ini|adalah|yaitu|baru|lama|akun|email|sertifikat)\b`;
/** What is said about a secret without telling it: "passphrase saya lupa". */
const ABOUT = String.raw`(?:lupa|ti?da?k|tak|n?gg?ak?|enggak|salah|keliru|hilang|su?da?h|udah|belum|blm|expired|kada?lu?[ew]?arsa|kedaluwarsa|aman|apa|apakah|bagaimana|gimana|di ?mana|mana|kapan|berapa|kenapa|dibuat|dikirim|dipakai|diganti|diminta|ditolak|harus|wajib|perlu|bisa|dapat|akan|masih|selalu|terus|gagal|error|(?:ter|di)?blokir|terkunci|untuk|dari|dengan|yang|mohon|minta|tolong|saya|anda|pegawai|rahasia|wrong|not|forgotten|incorrect|invalid|blocked|lost)\b`;

/** The word and what follows it as the secret; something with letters and digits soon after it; a code of digits. */
const SECRETS = [
  String.raw`${SECRET}[\s:=]*(?:${OF_WHOM}[\s:=>-]*)+(?!${ABOUT})\S{4,}`,
  String.raw`${SECRET}\s*[:=][\s:=]*\S{4,}`,
  String.raw`${SECRET}.{0,40}?(?<![\p{L}\p{N}]|tte-)(?!tte-)(?=\S{0,64}\p{N})(?=\S{0,64}\p{L})\S{6,}`,
  String.raw`(?:\b(?:pin|otp)|kode verifikasi)\b.{0,20}?(?<!\S)\d{4,8}\b`,
].map((pattern) => new RegExp(pattern, 'isu'));
