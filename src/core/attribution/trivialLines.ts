/** Lines, without white space, that stand in files of any kind and prove nothing about who wrote them. */
export const trivialLines: readonly string[] = [...shortPunctuation(), ...words()];

/** One or two signs: brackets and their ends, the beginnings and ends of comments and fences. */
function shortPunctuation(): readonly string[] {
  const signs = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'.split('');
  return signs.flatMap((first) => [first, ...signs.map((second) => first + second)]);
}

function words(): readonly string[] {
  const closing = '}); })); }), }]; ]); ]), })) },{ }){ ()=>{ =>{ /** """ \'\'\' ``` --- ... === </> <div> </div> <p> </p> <ul> </ul>';
  const flow =
    'else else: else{ }else{ try: try{ }try{ finally: finally{ }finally{ catch{ }catch{ do do{ done then fi esac end end; begin pass return return; ' +
    'break break; continue continue; default: default{ []; {}; null null; true false yes no use export';
  return [...closing.split(' '), ...flow.split(' ')];
}
