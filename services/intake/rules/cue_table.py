"""The cue table: which word groups together make which kind of request (spec 9.3, tie-breaks 9.2).

One row is one way to ask: how sure it makes us (0 to 1), how near its words stand, the groups it needs (all of them;
`a|b` means either), and behind `! ` those that take it away. Nothing for "near" means one sentence, `@2` a sentence
                                                                  ! and
the one before it ("Mijn cv staat op de site. Haal die eraf."), `@3` and two before it, `@*` the whole message.
`not_delete` and the like are acts turned round by a "niet", `done_delete` those reported as done (see `meaning`).
Words in capitals stand for the lists in `NAMED`. A row below `classify.SURE` only makes unsure.
"""

from __future__ import annotations

from shared.vocabulary import Kind

NAMED: dict[str, str] = {
    "OF_MINE": "my_item wrong record",
    "OURS": "my_data|about_me|my_item",
    "THEIRS": "my_data|about_me|my_item|their_data|about_them",
    "DONE": "done_change|done_delete|fixed_now",
    "FIXED": "done_change|done_delete|fixed_now|wrong|change|delete|denied",
    "NOT_SHOWN": "offer schedule business freeze not_share consent",
    "NOT_SEEN": "business schedule looked offer delete gave_leave exposure machine handed_in you_read",
    "OTHERWISE": "business schedule appointment password",
    "NOT_GONE": "marketing appointment business schedule password job",
    "NOT_PUT_RIGHT": "by_accident schedule business password uwv_decision offer job",
    "NOT_OBJECTED": "uwv_decision business marketing article_objection",
}

TABLE: dict[Kind, str] = {
    Kind.ACCESS: """
    0.95    article_access                                        ! withdraw
    0.90    see + THEIRS                                          ! NOT_SEEN consent
    0.85    see + everything + hold                               ! NOT_SEEN how_long
    0.90    want_know + what|who|everything + THEIRS              ! reaction delete practice in_general how_long
    0.85 @2 want_know + what|who + hold|shared|use|looked + THEIRS ! reaction delete how_long
    0.75    see + data|recording                                  ! NOT_SEEN appointment password in_general practice
    0.88    what + hold + about_them|their_data + asks|want_know|know|see|send ! told delete freeze
    0.90    what|everything + hold + OURS                         ! done_change told wrong practice delete servers
                                                                  ! reaction object disagree change
    0.88    what + hold + data + about_me|about_them              ! done_change told wrong delete
    0.80 @2 what + hold + OURS                                    ! wrong change delete told reaction until freeze
                                                                  ! object disagree
    0.85    what|everything + data + shared|use + OURS            ! done_change delete object disagree received_well
    0.85    send|see|copy + THEIRS|everything|what + delete + and_then ! marketing not_send
    0.80    send|copy + data|everything + delete + and_then|copy  ! marketing business
    0.80    want_know|what|have_you|see + listed + person|my ! wrong change delete
    0.90    copy + THEIRS|everything                              ! offer copy_handled business schedule withdraw
    0.80    copy + data                                           ! offer copy_handled business appointment schedule
    0.88    send + my_data|about_me|their_data|about_them         ! NOT_SHOWN transfer moved share format delete
                                                                  ! marketing change not_send machine
    0.70    send|see|copy + that_data|recording                   ! NOT_SHOWN appointment delete change transfer
                                                                  ! format not_send
    0.80    send + my_data|about_me|their_data|recording|everything + what|everything|all|recording ! NOT_SHOWN
                                                                  ! transfer format delete marketing change
    0.75 @2 see|copy + everything + hold                          ! NOT_SHOWN appointment delete change again
    0.80    send|see|copy + everything|what + hold                ! NOT_SHOWN appointment delete change withdraw again
                                                                  ! how_long
    0.75 @2 send|see|copy + about_me|my_data|recording            ! NOT_SHOWN delete change format transfer object
                                                                  ! disagree marketing wrong share gave_leave machine
                                                                  ! exposure handed_in you_read
    0.90    source + my|my_data|my_item|person|about_me           ! appointment
    0.80 @2 source + asks + hold|data|my|person                   ! appointment
    0.90    who + shared|looked + OURS|my                         ! done_change done_delete wrong exposure
    0.85    who + looked|shared + data|item|person                ! done_change done_delete practice told exposure
    0.80 @2 looked + my_data + who|want_know                      ! exposure done_change
    0.85    who|what|list + shared|told + third + see|want_know|list|asks ! change wrong done_change done_delete
                                                                  ! practice delete
    0.85 @2 who|what + shared|told + sensitive|my_data|my_item + asks|want_know ! change done_change done_delete
                                                                  ! practice delete
    0.80    who|what|list + got_it                                ! told done_told done_change done_delete wrong
                                                                  ! fixed_now
    0.85    recording + send|copy|see|want_know                   ! practice how_long in_general withdraw
    0.80    have_you + OURS|data|item + asks|want_know            ! shared change told wrong done_change
    0.70    access_word                                           ! business appointment withdraw
    0.75    send + all + my_item                                  ! NOT_SHOWN not marketing moved change delete
    0.75    send + data + bulk
    0.50 @2 see + data                                            ! OTHERWISE
    0.40    question|know + my_data                               ! delete change not_delete
    """,
    Kind.RECTIFICATION: """
    0.95    article_rectify
    0.92    change + my_data|their_data|my_item|record            ! NOT_PUT_RIGHT gave_leave machine
    0.80    change + item|contact_item                            ! OTHERWISE by_accident uwv_decision offer job
    0.88    moved                                                 ! marketing source you_moved share
    0.76 @2 must_be + record                                      ! NOT_PUT_RIGHT delete not_use
    0.70 @2 change + record|item|my_data                          ! OTHERWISE by_accident uwv_decision offer job
                                                                  ! delete not_share exposure machine gave_leave
                                                                  ! handed_in
    0.72 @3 change_it + wrong|contrast|must_be|denied|record|my_item ! NOT_PUT_RIGHT appointment exposure delete
                                                                  ! machine
                                                                  ! reschedule
    0.86    name_is + change|record|wrong|my_item                 ! uwv_decision
    0.80 @2 name_is + change
    0.88    wrong + my_data|my_item|record|about_me               ! NOT_PUT_RIGHT exposure leak upset done_change
                                                                  ! done_delete
    0.80 @2 wrong|denied|contrast + my_data|my_item|record + change ! NOT_PUT_RIGHT
    0.76 @2 wrong + my_data|my_item|record                        ! NOT_PUT_RIGHT exposure leak done_change
                                                                  ! done_delete
    0.80 @3 wrong|denied + record + change|delete                 ! NOT_PUT_RIGHT
    0.76    denied + record + my_data|my_item|person              ! NOT_PUT_RIGHT exposure until gave_leave asks
                                                                  ! source delete
    0.70 @2 change + wrong|denied|contrast                        ! OTHERWISE by_accident uwv_decision offer job leak
    """,
    Kind.ERASURE: """
    0.95    forgotten                                             ! footer greeting_mail
    0.92    delete + my_data|about_me|their_data|about_them|everything ! how_long
    0.92    delete + my_item                                      ! marketing how_long
    0.88    delete + data|item|recording|sensitive|list           ! OTHERWISE marketing job how_long
    0.90    erase_me                                              ! not_needed
    0.88    not_keep + THEIRS|data|item                           ! use until freeze
    0.85    close + account|my_item                               ! password appointment direct_debit
    0.85 @2 delete + THEIRS|everything|item|data                  ! OTHERWISE marketing job my_request
    0.75 @3 delete + THEIRS|everything                            ! OTHERWISE marketing job my_request
    0.70 @3 delete + listed|media                                 ! appointment business job
    0.70    not_needed_now + my_data|my_item + keep|delete
    0.45    delete + person                                       ! OTHERWISE marketing job
    """,
    Kind.RESTRICTION: """
    0.95    article_restrict
    0.90    freeze + THEIRS|data|account|item                     ! password
    0.85 @2 freeze + THEIRS|data                                  ! password comfort
    0.88    hands_off + THEIRS|data                               ! object exposure
    0.88    until + not_use|not_share|not_send|hands_off|freeze   ! appointment object
    0.85 @2 until + not_use|not_share|not_send|hands_off|freeze + data|item ! appointment
    0.88    not_delete|only_keep|keep + not_use|not_share|not_send|hands_off|freeze ! marketing
    0.85 @3 not_delete|only_keep + not_use|not_share|not_send|hands_off|freeze ! marketing
    0.70 @3 evidence + keep|not_delete + my_data|data             ! delete
    0.50    hands_off                                             ! appointment marketing exposure
    """,
    Kind.PORTABILITY: """
    0.95    article_port
    0.90    format + OURS|filled_in|data                          ! business schedule
    0.85 @2 format + filled_in|my_data|my_item|other_provider     ! business appointment schedule
    0.88    transfer + my_data|about_me|their_data                ! appointment business copy handed_in
    0.85    transfer|share|send + OURS|filled_in + other_provider ! appointment
    0.80 @2 transfer|share + OURS|filled_in + other_provider      ! appointment disagree object
    """,
    Kind.OBJECTION: """
    0.95    article_object
    0.90    object + use|share|not_use|not_share                  ! NOT_OBJECTED
    0.88    disagree + not_use|not_share|use|share + my|about_me|my_data|person|third ! marketing until gave_leave
                                                                  ! machine calling
    0.80    object + my_data|about_me                             ! NOT_OBJECTED what wrong change denied
    0.85 @2 not_use|not_share|disagree + own_situation|third + data|person ! marketing until gave_leave only_keep
                                                                  ! freeze consent hands_off
    0.80 @2 object|disagree + use|share|not_use|not_share + my_data|about_me|own_situation|data ! NOT_OBJECTED until
                                                                  ! gave_leave consent machine
    0.75 @3 disagree|object + use|share|not_use|not_share + own_situation|third ! NOT_OBJECTED until gave_leave
                                                                  ! consent machine
    0.85 @2 object|disagree + machine + use|not_use               ! uwv_decision
    0.75 @2 object|disagree + use|share|not_use|not_share + me      ! NOT_OBJECTED until gave_leave consent machine
    """,
    Kind.OBJECTION_DIRECT_MARKETING: """
    0.92    stop + marketing                                      ! footer appointment
    0.85    stop + marketing                                      ! footer greeting_mail
    0.80 @2 stop|disagree + marketing|mail_to_me                  ! footer greeting_mail withdraw uwv_decision
    0.80    stop + mail_to_me                                     ! appointment business uwv_decision sick
    0.75    stop + calling                                        ! daily appointment withdraw sick gave_leave consent
                                                                  ! third
    0.75 @2 stop + calling + marketing                            ! footer
    """,
    Kind.CONSENT_WITHDRAWAL: """
    0.92    withdraw + consent                                    ! work_permission direct_debit
    0.85 @2 withdraw + consent                                    ! work_permission direct_debit
    0.85 @2 gave_leave|consent + withdraw                         ! work_permission direct_debit business
    0.80 @3 gave_leave + withdraw                                 ! work_permission direct_debit business
    0.80    no_longer_agree                                       ! work_permission direct_debit marketing
    0.85    not_fine + use|shared|send|share|hold|not_use|not_share
    """,
    Kind.COMPLAINT: """
    0.80 @2 outrage + data|my_data|exposure                       ! not_mine comfort business uwv_decision footer
                                                                  ! machine
    0.80 @2 outrage + privacy|sensitive                           ! not_mine comfort business uwv_decision footer
    0.75 @2 outrage + no_consent                                  ! comfort business uwv_decision
    0.72 @3 outrage + my_data|privacy_strict|exposure|my_item     ! not_mine comfort business uwv_decision footer
    0.90    complaint + privacy_strict
    0.85 @3 complaint + privacy_strict                            ! footer greeting_mail withdraw
    0.85 @3 complaint + exposure                                  ! footer greeting_mail withdraw comfort business
    0.80 @3 complaint + sensitive                                 ! footer greeting_mail withdraw comfort business
    0.85    authority + going_to|upset|person                     ! question in_general
    0.85 @3 authority + going_to|upset|complaint
    0.85 @2 upset + privacy_strict                                ! footer greeting_mail
    0.88 @3 exposure|leak + sensitive|privacy_strict + upset      ! not_mine
    0.80 @3 exposure|leak + upset + person|my                     ! not_mine comfort
    0.80 @* exposure|leak + sensitive|privacy_strict + upset      ! not_mine
    0.75    no_consent + shared|use|told|share|exposure           ! question
    0.75 @3 exposure + officer|complaint                          ! not_mine comfort business
    0.70    leak + my_data|my_item|sensitive|data                 ! question not_mine
    0.50 @2 exposure + sensitive                                  ! not_mine
    """,
    Kind.INFORMATION_REQUEST: """
    0.75    reach + privacy_word + asks                           ! outrage exposure my_data about_me
    0.90    how_long + keep|data|recording|subject_matter|practice|delete|not_keep ! uwv_decision appointment
    0.88 @2 how_long + keep|data|recording|subject_matter|delete  ! uwv_decision
    0.85    safeguard|practice + subject_matter + in_general      ! outrage my_data about_me
    0.85    safeguard + asks + data|subject_matter                ! outrage
    0.85    practice + asks + share|told + third                  ! my_data about_me my outrage
    0.90    officer + reach                                       ! complaint outrage exposure
    0.88    policy + question|send|see                            ! complaint job footer outrage
    0.85    servers + data|question|in_general|keep               ! my_data outrage
    0.85    practice + subject_matter|policy                      ! my_data about_me outrage my_item
    0.80 @2 asks + practice + subject_matter|data                 ! outrage about_me my_data my_item
    0.70    question + in_general + data|privacy|machine + asks|want_know          ! my_data about_me my_item outrage
    """,
    Kind.AUTOMATED_DECISION: """
    0.95    article_automated
    0.90    machine + human + again
    0.88 @2 human + again + machine
    0.88 @2 no_human + again|human|machine                        ! exposure
    0.85 @3 human + again + machine|decided                       ! comfort business schedule uwv_decision
    0.85    machine + decided + person|my                         ! in_general uwv_decision
    0.70 @3 machine + decided + upset|disagree|object|again       ! uwv_decision
    """,
    Kind.RECIPIENT_NOTIFICATION: """
    0.90    DONE + told|done_told|not_told                        ! upset
    0.90    article_notify
    0.88    told|done_told + third + FIXED                        ! upset exposure moved
    0.85 @2 told|done_told + third|who + FIXED                    ! upset exposure moved
    0.80 @3 DONE + told|done_told + third|who + asks|send|see|want_know ! upset
    0.75 @3 told|done_told + third + FIXED                        ! upset exposure moved
    """,
}

# What no everyday matter explains leaves the machine unsure: all groups of a row together in one sentence.
SMELLS = """
    my_data
    privacy_word
    privacy_strict
    recording
    forgotten
    authority
    article_access
    hands_off
    freeze
    officer
    erase_me
    source
    no_longer_agree
    no_human
    about_me + data|hold|see|send|delete|what|keep|share|use|listed|exposure|want_know
    my_item + delete|change|see|wrong|withdraw|share|not_share|not_use|stop|copy
    machine + decided|again|human
    share|not_share + third + my|person
    not_use|not_keep|not_change|not_share + person|data
    delete + data|person|everything
    stop + mail_to_me|marketing
    exposure + sensitive|my_item|data
    gave_leave + withdraw
"""

# And those that stand in a sentence and the one before it.
FAINT_SMELLS = """
    unsubscribe                                           ! appointment business
    what + hold + asks + third|data                       ! appointment
    want_know|see|copy|send + hold|shared|recording|got_it + what|who|that_data|recording ! appointment
                                                                  ! business schedule job
    delete|not_keep + item|data|media|listed|recording    ! appointment business job
    marketing|mail_to_me + stop|disagree|object           ! appointment business
    gave_leave|consent + withdraw|not_use|not_share       ! work_permission direct_debit
    exposure + upset
    use|not_use|not_share + disagree|object|stop + data|person ! appointment business uwv_decision sick
    practice + subject_matter
    format|transfer + filled_in|other_provider|data       ! appointment
    decided + human|again + person                        ! uwv_decision comfort appointment
    fixed_now|done_change|done_delete + told|third
"""
