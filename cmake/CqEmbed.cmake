# cq_embed_folder(TARGET FOLDER FUNCTION)
# Compiles the files below FOLDER into TARGET, where cq::web::FUNCTION() lists them. Looked at anew
# by every build; a FOLDER that does not exist is an empty one.
function(cq_embed_folder target folder function)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${function})
  add_custom_target(${target}_${function}
    COMMAND ${CMAKE_COMMAND} -DFOLDER=${folder} -DFUNCTION=${function} -DOUTPUT=${output}
      -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/embed_files.cmake
    BYPRODUCTS ${output}.cpp ${output}.S)
  target_sources(${target} PRIVATE ${output}.cpp ${output}.S)
  add_dependencies(${target} ${target}_${function})
endfunction()
