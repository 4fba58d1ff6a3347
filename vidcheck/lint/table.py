"""Every rule: code, weight, name and mend in both languages, and who looks for it."""

from __future__ import annotations

from vidcheck.lint import (
    axis,
    cutting,
    limits,
    money,
    names,
    pictures,
    speech,
    wording,
)
from vidcheck.lint.finding import Both, Rule

RULES: tuple[Rule, ...] = (
    Rule(
        "VC101",
        "error",
        Both("unknown name", "名称未定义"),
        Both("define it, or mend the spelling", "先定义，或改正拼写"),
        names.unknown,
    ),
    Rule(
        "VC102",
        "warn",
        Both(
            "in the text but not in the cast, or without a reference",
            "文字提到但未出场，或缺参考图",
        ),
        Both(
            "add it to cast or props, or take it out of the text",
            "加进 cast 或 props，或从文字里删去",
        ),
        names.not_in_cast,
    ),
    Rule(
        "VC103",
        "error",
        Both("reference missing, not a picture, or too small", "参考图缺失、不是图片或太小"),
        Both("put a PNG, JPEG or WebP picture there", "放一张 PNG、JPEG 或 WebP 图片"),
        pictures.unusable,
    ),
    Rule(
        "VC104",
        "note",
        Both("defined but never used", "定义了却没用到"),
        Both("use it in a shot, or delete it", "在镜头里用上，或删掉"),
        names.unused,
    ),
    Rule(
        "VC105",
        "error",
        Both("unknown variable", "变量未定义"),
        Both("add it to `vars`", "把它加进 vars"),
        names.undefined_variable,
    ),
    Rule(
        "VC106",
        "warn",
        Both("picture in another shape", "图片比例不符"),
        Both("crop it to the film's shape before you send it", "先裁成成片的比例"),
        pictures.misshapen,
    ),
    Rule(
        "VC107",
        "warn",
        Both("looks at nobody known", "视线目标不明"),
        Both(
            "name a subject, an anchor of the place, or camera_left / camera_right",
            "写主体、场景的固定位置，或 camera_left / camera_right",
        ),
        names.looks_at_nobody,
    ),
    Rule(
        "VC110",
        "warn",
        Both("speech does not fit the shot", "台词与时长不符"),
        Both("shorten the line, lengthen the shot, or split it", "缩短台词、加长或拆分镜头"),
        speech.too_much,
    ),
    Rule(
        "VC111",
        "warn",
        Both("duration that the generator cannot make", "时长不在模型支持范围内"),
        Both(
            "choose a length the generator makes, or split the shot",
            "改成模型支持的时长，或拆分镜头",
        ),
        limits.duration,
    ),
    Rule(
        "VC112",
        "warn",
        Both("more references than slots", "参考图超过上限"),
        Both("leave out views, or choose another generator", "减少参考图，或换生成模型"),
        limits.slots,
    ),
    Rule(
        "VC113",
        "warn",
        Both("prompt longer than the generator keeps", "提示词超过长度上限"),
        Both(
            "shorten what `vidcheck plan` lists as dropped", "精简 `vidcheck plan` 列出的被删内容"
        ),
        limits.length,
    ),
    Rule(
        "VC114",
        "warn",
        Both("modes that exclude each other", "生成方式互斥"),
        Both(
            "say target.mode: i2v for the frame, or reference for the pictures",
            "用首帧就设 target.mode: i2v，用参考图就设 reference",
        ),
        limits.exclusion,
    ),
    Rule(
        "VC115",
        "warn",
        Both("hand-written prompt without a mention", "手写提示词未提到参考图"),
        Both("write the mention of each attached picture", "写上每张参考图的引用名"),
        limits.mention,
    ),
    Rule(
        "VC116",
        "error",
        Both("unknown or retired generator", "生成模型未知或已下线"),
        Both("`vidcheck generators list` shows all", "用 `vidcheck generators list` 查看全部"),
        limits.unknown_generator,
    ),
    Rule(
        "VC117",
        "error",
        Both("cannot be compiled", "无法编译成提示词"),
        Both("mend the field that the message names", "按提示修改对应字段"),
        limits.no_plan,
    ),
    Rule(
        "VC120",
        "warn",
        Both("line of action crossed", "越轴"),
        Both(
            "turn facing or position, put a shot on the line between, or set cross_axis: true",
            "调整 facing 或 position，中间加一个骑轴镜头，或设 cross_axis: true",
        ),
        axis.crossed,
    ),
    Rule(
        "VC121",
        "warn",
        Both("jump cut (30° rule)", "跳切（30° 规则）"),
        Both("change size by two steps or turn the camera by 30°", "景别差两级，或机位转 30° 以上"),
        cutting.jump_cut,
    ),
    Rule(
        "VC122",
        "warn",
        Both("eyelines do not meet in a reverse shot", "反打视线不匹配"),
        Both("let the second face the other way", "让后一镜朝向相反一侧"),
        axis.eyeline,
    ),
    Rule(
        "VC123",
        "warn",
        Both("same look described differently", "同一造型描述不一致"),
        Both(
            "leave clothes to the look, or make a look of its own",
            "服装只写在造型里，或另建一个造型",
        ),
        wording.look_told_otherwise,
    ),
    Rule(
        "VC124",
        "warn",
        Both("appears or leaves without enters or exits", "未标出入画"),
        Both("set enters: true or exits: true", "设 enters: true 或 exits: true"),
        cutting.appears,
    ),
    Rule(
        "VC125",
        "warn",
        Both("screen direction reversed", "画面方向颠倒"),
        Both(
            "put a neutral shot between, or set cross_axis: true",
            "中间加中性方向的镜头，或设 cross_axis: true",
        ),
        axis.direction,
    ),
    Rule(
        "VC126",
        "warn",
        Both("setup and cast disagree", "构图与出场人数不符"),
        Both("change camera.setup or the cast", "修改 camera.setup 或 cast"),
        cutting.miscounted,
    ),
    Rule(
        "VC130",
        "warn",
        Both("more than one camera move", "运镜不止一种"),
        Both("keep one move, or split the shot", "只留一种运镜，或拆成两个镜头"),
        wording.many_moves,
    ),
    Rule(
        "VC131",
        "warn",
        Both("negation in a prompt", "提示词里有否定"),
        Both(
            "say what is there instead; put the rest into avoid or negative",
            "改写成有什么；不要的放进 avoid 或 negative",
        ),
        wording.negation,
    ),
    Rule(
        "VC132",
        "warn",
        Both("editing word in a reference prompt", "参考生成里有编辑词"),
        Both("describe what is seen, not what to change", "描述看到什么，而不是改什么"),
        wording.edit_word,
    ),
    Rule(
        "VC133",
        "warn",
        Both("style missing in a prompt of several shots", "多镜头提示词缺风格"),
        Both("say the style in each shot of the prompt", "在每个镜头里都写上风格"),
        wording.style_forgotten,
    ),
    Rule(
        "VC134",
        "note",
        Both("camera move without a direction", "运镜没有方向"),
        Both("say which way, for example 左摇 or pan_left", "写明方向，例如 左摇 或 pan_left"),
        wording.left_open,
    ),
    Rule(
        "VC135",
        "warn",
        Both("something comes from nothing", "凭空出现"),
        Both(
            "show it from the first frame, let it come in from the edge, or give a last frame",
            "首帧就让它在画面里，或从画外进入，或给尾帧图",
        ),
        wording.from_nothing,
    ),
    Rule(
        "VC136",
        "warn",
        Both("camera move only in the action", "运镜只写在画面内容里"),
        Both(
            "write it into camera.move, where it is compiled and checked",
            "写进 camera.move，才会被编译和检查",
        ),
        wording.move_in_text,
    ),
    Rule(
        "VC137",
        "note",
        Both("text on screen", "画面文字"),
        Both("add it in the edit, or keep it on a given still", "后期加字，或放在给定的首帧图里"),
        wording.written_text,
    ),
    Rule(
        "VC140",
        "warn",
        Both("over budget", "超出预算"),
        Both("ask for fewer takes, or raise the budget", "减少条数，或提高预算"),
        money.over_budget,
    ),
    Rule(
        "VC141",
        "warn",
        Both("locked without a kept take", "锁定却没有保留的条"),
        Both("mark one take as keep, or unlock the shot", "把一条标为 keep，或解除锁定"),
        money.locked_without_take,
    ),
    Rule(
        "VC150",
        "warn",
        Both("no end_state before a continuous shot", "连续镜头前缺结束状态"),
        Both("say how the last frame stands", "写明最后一帧的状态"),
        cutting.no_end_state,
    ),
    Rule(
        "VC151",
        "warn",
        Both("look or place changes within continuous action", "连续动作中换了造型或场景"),
        Both(
            "use the same look and place, or make it a plain cut",
            "造型与场景保持一致，或改为普通切",
        ),
        cutting.changed_look,
    ),
    Rule(
        "VC190",
        "warn",
        Both("ignore comment that cannot count", "忽略注释无效"),
        Both(
            "write: # vidcheck: ignore CODE because REASON, or delete the comment",
            "写成：# vidcheck: ignore 代码 因为 理由，或删掉这条注释",
        ),
        lambda _: iter(()),  # found last, in vidcheck.lint.ignores, once the others have spoken
    ),
)
